"""The operations as a tree by client path, with the counts of each family of checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from conformance.finding import PACKAGE, Coverage, Finding
from conformance.report.report import REACH, Report


@dataclass(frozen=True, slots=True)
class Cell:
    """One family of checks on an operation, or on all operations of a group."""

    ran: int
    new: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRow:
    """An operation, or a group of those below one sub-client. `cells` has an entry for every family."""

    path: str  # `import_storage.azure`
    depth: int  # 0 for those at the top
    operations: int
    coverage: Coverage | None  # of an operation
    cells: Mapping[str, Cell]
    states: Mapping[str, int]  # operations by their state on a server, with the labels of `REACH`
    requests: int

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path if self.path == PACKAGE else self.path.rpartition(".")[2]

    @property
    def new(self) -> int:
        """The new findings of all families."""
        return sum(cell.new for cell in self.cells.values())

    @property
    def known(self) -> int:
        """The known findings of all families."""
        return sum(cell.known for cell in self.cells.values())

    @property
    def calls(self) -> str:
        """The clients that were called."""
        return ", ".join(self.coverage.twins) if self.coverage is not None else ""


def operation_rows(report: Report) -> tuple[TreeRow, ...]:
    """The rows of the tree from the top down: the package itself, then every group before what is in it."""
    covered = {coverage.operation: coverage for coverage in report.operations}
    counts = _counts(report)
    found = {path for path, _ in counts}
    paths = sorted((covered.keys() | found) - {PACKAGE}, key=lambda path: path.split("."))
    families = tuple(sorted({check.family for check in report.checks}))
    rows = [_row(PACKAGE, 0, [PACKAGE], covered, counts, families)] if PACKAGE in covered.keys() | found else []
    return (*rows, *_below("", 0, paths, covered, counts, families))


def resources(report: Report) -> tuple[TreeRow, ...]:
    """The groups and operations at the top of the tree, without the package itself."""
    return tuple(row for row in operation_rows(report) if row.depth == 0 and row.path != PACKAGE)


# by operation and family: how often its checks ran, and the numbers of its new and known findings in the report
Counts = Mapping[tuple[str, str], tuple[int, frozenset[int], frozenset[int]]]


def _counts(report: Report) -> Counts:
    family = {check.id: check.family for check in report.checks}
    ran = {(path, name): number for path, counts in report.family_coverage().items() for name, number in counts.items()}
    new, known = _by_operation(report.new, family), _by_operation(report.known, family)
    keys = dict.fromkeys([*ran, *new, *known])
    return {key: (ran.get(key, 0), frozenset(new.get(key, ())), frozenset(known.get(key, ()))) for key in keys}


def _by_operation(findings: Iterable[Finding], family: Mapping[str, str]) -> Mapping[tuple[str, str], set[int]]:
    """The findings that each operation shows, by operation and family, also those whose cause is elsewhere."""
    found: dict[tuple[str, str], set[int]] = {}
    for number, finding in enumerate(findings):
        for path in finding.operations:
            found.setdefault((path, family.get(finding.check, "")), set()).add(number)
    return found


def _below(
    prefix: str,
    depth: int,
    paths: Sequence[str],
    covered: Mapping[str, Coverage],
    counts: Counts,
    families: Sequence[str],
) -> Iterator[TreeRow]:
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(path[len(prefix) :].partition(".")[0], []).append(path)
    for name, members in groups.items():
        path = prefix + name
        if members == [path]:
            yield _row(path, depth, members, covered, counts, families)
            continue
        yield _row(path, depth, members, covered, counts, families, is_group=True)
        if path in members:  # an operation with the name of a sub-client
            yield _row(path, depth + 1, [path], covered, counts, families)
        inside = [member for member in members if member != path]
        yield from _below(f"{path}.", depth + 1, inside, covered, counts, families)


def _row(
    path: str,
    depth: int,
    members: Sequence[str],
    covered: Mapping[str, Coverage],
    counts: Counts,
    families: Sequence[str],
    *,
    is_group: bool = False,
) -> TreeRow:
    reaches = [covered[member].reach for member in members if member in covered]
    states = Counter(reach.state for reach in reaches if reach is not None)
    return TreeRow(
        path=path,
        depth=depth,
        operations=len(members),
        coverage=None if is_group else covered.get(path),
        cells={family: _cell(counts, members, family) for family in families},
        states={state: states[state] for state in REACH if states[state]},
        requests=sum(reach.requests for reach in reaches if reach is not None),
    )


def _cell(counts: Counts, members: Sequence[str], family: str) -> Cell:
    """A finding that several of the operations show counts once."""
    found = [counts[member, family] for member in members if (member, family) in counts]
    return Cell(
        ran=sum(ran for ran, _, _ in found),
        new=len(frozenset().union(*(new for _, new, _ in found))),
        known=len(frozenset().union(*(known for _, _, known in found))),
    )
