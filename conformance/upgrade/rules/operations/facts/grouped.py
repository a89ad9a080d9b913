"""One fact of many operations: what most of them show alike is one change of the package, any other of each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from conformance.change import Difference, Impact
from conformance.finding import PACKAGE
from conformance.text import counted, familiar
from conformance.upgrade.code.excerpt import contrast, first_line
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import Fact
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation

MANY: Final = 8  # operations that show the same: no change of each
MOST: Final = 0.5  # of the operations that were compared


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationFact:
    """What one operation shows of a fact. `alike` is what other operations have to show too to show the same.

    With `subject` it is a fact about that, whichever operations show it.
    """

    operation: MatchedOperation
    part: str
    before: str
    after: str
    difference: Difference | None = None
    impact: Impact | None = None
    alike: tuple[str, ...] = ()
    subject: str = ""
    words: str = ""  # for the message, where the part does not tell enough

    @property
    def key(self) -> tuple[str, ...]:
        """Operations with the same key show the same."""
        return (self.subject, *(self.alike or (self.part, self.before, self.after)))


def group_facts(
    pair: ReleasePair,
    facts: Iterable[OperationFact],
    say: Callable[[OperationFact, str], str],
    *,
    migration: str = "",
    files: Callable[[OperationFact], tuple[str, ...]] = lambda _: (),
) -> Iterator[Fact]:
    """Facts of the package, then of operations. `say` gets a sight, its texts cut, and what to call its subject.

    `files` are those that explain what is shared; an operation is explained by its own.
    """
    groups: dict[tuple[str, ...], list[OperationFact]] = {}
    for fact in facts:
        groups.setdefault(fact.key, []).append(fact)
    compared = sum(name != PACKAGE for name in pair.comparisons)
    told: set[tuple[str, str]] = set()
    wide = {key for key, group in groups.items() if _is_wide(group, compared)}
    for key, group in groups.items():
        whole = group[0].subject or (PACKAGE if key in wide else "")
        for fact in group[:1] if whole else group:
            subject = whole or fact.operation.path
            if (subject, fact.part) not in told:
                told.add((subject, fact.part))
                yield _fact(subject, fact, group if whole else [fact], say, migration, files)


def _is_wide(group: list[OperationFact], compared: int) -> bool:
    paths = {fact.operation.path for fact in group}
    return len(paths) >= MANY or (len(paths) > 1 and len(paths) > MOST * compared)


def _fact(
    subject: str,
    fact: OperationFact,
    group: list[OperationFact],
    say: Callable[[OperationFact, str], str],
    migration: str,
    files: Callable[[OperationFact], tuple[str, ...]],
) -> Fact:
    paths = tuple(sorted({fact.operation.path for fact in group}))
    alone = subject == fact.operation.path
    return Fact(
        subject=subject,
        part=fact.part,
        message=say(_brief(fact), counted(len(paths), "operation") if subject == PACKAGE else f"`{subject}`"),
        before=familiar(fact.before),
        after=familiar(fact.after),
        migration=migration,
        files=fact.operation.files or files(fact) if alone else files(fact),
        operations=() if alone else paths,
        difference=fact.difference,
        impact=fact.impact,
    )


def _brief(fact: OperationFact) -> OperationFact:
    before, after = contrast(fact.before, fact.after)
    return replace(fact, part=first_line(fact.part), before=before, after=after)
