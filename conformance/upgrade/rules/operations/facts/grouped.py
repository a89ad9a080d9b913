"""One change for a fact that many operations share: of the package if most of them do, else of each operation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from conformance.change import Difference, Impact
from conformance.finding import PACKAGE
from conformance.text import counted, strip_modules
from conformance.upgrade.code.excerpt import contrast, first_line
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import Fact
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation

MANY: Final = 8  # operations that share a fact: one change of the package
MOST: Final = 0.5  # of the compared operations: one change of the package


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationFact:
    """A fact about one operation. Operations with the same `shared`, or else part and values, share the fact.

    With `subject` it is a fact about that subject, whichever operations show it. `words` replace `part` in a message.
    """

    operation: MatchedOperation
    part: str
    before: str
    after: str
    difference: Difference | None = None
    impact: Impact | None = None
    shared: tuple[str, ...] = ()
    subject: str = ""
    words: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """Operations with the same key share the fact."""
        return (self.subject, *(self.shared or (self.part, self.before, self.after)))


def group_facts(
    pair: ReleasePair,
    facts: Iterable[OperationFact],
    render_message: Callable[[OperationFact, str], str],
    *,
    migration: str = "",
    files: Callable[[OperationFact], tuple[str, ...]] = lambda _: (),
) -> Iterator[Fact]:
    """One fact for each group of operations that share it, or for each operation of a small group.

    `render_message` gets a fact with shortened texts and the name of its subject. `files` finds the files that explain
    a shared fact; the files of an operation explain its own.
    """
    groups: dict[tuple[str, ...], list[OperationFact]] = {}
    for fact in facts:
        groups.setdefault(fact.key, []).append(fact)
    compared = sum(name != PACKAGE for name in pair.comparisons)
    reported: set[tuple[str, str]] = set()
    wide = {key for key, group in groups.items() if _is_wide(group, compared)}
    for key, group in groups.items():
        whole = group[0].subject or (PACKAGE if key in wide else "")
        for fact in group[:1] if whole else group:
            subject = whole or fact.operation.path
            if (subject, fact.part) not in reported:
                reported.add((subject, fact.part))
                yield _fact(subject, fact, group if whole else [fact], render_message, migration, files)


def _is_wide(group: list[OperationFact], compared: int) -> bool:
    paths = {fact.operation.path for fact in group}
    return len(paths) >= MANY or (len(paths) > 1 and len(paths) > MOST * compared)


def _fact(
    subject: str,
    fact: OperationFact,
    group: list[OperationFact],
    render_message: Callable[[OperationFact, str], str],
    migration: str,
    files: Callable[[OperationFact], tuple[str, ...]],
) -> Fact:
    paths = tuple(sorted({fact.operation.path for fact in group}))
    is_own = subject == fact.operation.path
    return Fact(
        subject=subject,
        part=fact.part,
        message=render_message(
            _shorten(fact), counted(len(paths), "operation") if subject == PACKAGE else f"`{subject}`"
        ),
        before=strip_modules(fact.before),
        after=strip_modules(fact.after),
        migration=migration,
        files=fact.operation.files or files(fact) if is_own else files(fact),
        operations=() if is_own else paths,
        difference=fact.difference,
        impact=fact.impact,
    )


def _shorten(fact: OperationFact) -> OperationFact:
    before, after = contrast(fact.before, fact.after)
    return replace(fact, part=first_line(fact.part), before=before, after=after)
