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

    both: MatchedOperation
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


def facts(
    pair: ReleasePair,
    sights: Iterable[OperationFact],
    say: Callable[[OperationFact, str], str],
    *,
    migration: str = "",
    files: Callable[[OperationFact], tuple[str, ...]] = lambda _: (),
) -> Iterator[Fact]:
    """Facts of the package, then of operations. `say` gets a sight, its texts cut, and what to call its subject.

    `files` are those that explain what is shared; an operation is explained by its own.
    """
    groups: dict[tuple[str, ...], list[OperationFact]] = {}
    for sight in sights:
        groups.setdefault(sight.key, []).append(sight)
    compared = sum(name != PACKAGE for name in pair.comparisons)
    told: set[tuple[str, str]] = set()
    wide = {key for key, group in groups.items() if _is_wide(group, compared)}
    for key, group in groups.items():
        whole = group[0].subject or (PACKAGE if key in wide else "")
        for sight in group[:1] if whole else group:
            subject = whole or sight.both.path
            if (subject, sight.part) not in told:
                told.add((subject, sight.part))
                yield _fact(subject, sight, group if whole else [sight], say, migration, files)


def _is_wide(group: list[OperationFact], compared: int) -> bool:
    paths = {sight.both.path for sight in group}
    return len(paths) >= MANY or (len(paths) > 1 and len(paths) > MOST * compared)


def _fact(
    subject: str,
    sight: OperationFact,
    group: list[OperationFact],
    say: Callable[[OperationFact, str], str],
    migration: str,
    files: Callable[[OperationFact], tuple[str, ...]],
) -> Fact:
    paths = tuple(sorted({each.both.path for each in group}))
    alone = subject == sight.both.path
    return Fact(
        subject=subject,
        part=sight.part,
        message=say(_brief(sight), counted(len(paths), "operation") if subject == PACKAGE else f"`{subject}`"),
        before=familiar(sight.before),
        after=familiar(sight.after),
        migration=migration,
        files=sight.both.files or files(sight) if alone else files(sight),
        operations=() if alone else paths,
        difference=sight.difference,
        impact=sight.impact,
    )


def _brief(sight: OperationFact) -> OperationFact:
    before, after = contrast(sight.before, sight.after)
    return replace(sight, part=first_line(sight.part), before=before, after=after)
