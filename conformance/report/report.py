"""The one value that every report format is rendered from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from conformance.extent import EXTENTS, Extent, total_of
from conformance.finding import ONLY_DECLARED, PACKAGE, Coverage, Finding, Stale
from conformance.text import counted

SCHEMA_VERSION = 1
# Checks whose findings mean that a server failed, whatever the request
SERVER_FAILURES = frozenset({"server_error", "server_hangs", "server_stopped_responding", "fuzz_server_error"})
REACH = {  # the states of an operation on a server, with their labels
    "reached": "reached",
    "unreached": "not reached",
    "untried": "not tried",
    "absent": "not on this server",
}


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """The description of a check in a report."""

    id: str
    family: str  # request, response, error, parity, contract, spec
    summary: str  # first sentence of its documentation
    documentation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of one run of `check` or `live`. `checks` describes every check that it names.

    `times` (seconds by step) is the only part that differs between two runs with the same inputs.
    """

    command: str  # the command line's subcommand, e.g. "check"
    tool_version: str
    target: str
    sdk: str  # distribution name
    sdk_version: str
    sdk_origin: str  # "installed", "release", "wheel", "directory"
    seed: int
    examples: int
    selection: tuple[str, ...]  # operation globs, empty for all
    approved: str | None  # the approved contract's release, None when the release has none
    spec: str | None  # the OpenAPI document's title and version, if one was given
    notes: tuple[str, ...]  # what a reader has to know about this run, e.g. "no approved contract for 2.0.9"
    checks: tuple[CheckInfo, ...]
    operations: tuple[Coverage, ...]
    findings: tuple[Finding, ...]  # new ones and known ones, sorted by severity then id
    stale: tuple[Stale, ...]
    interrupted: bool = False
    server: str | None = None  # the tested server's name and version, None offline
    mode: str | None = None  # which requests were allowed: "read-only" or "owned"
    started: bool = True  # the run started the server, so that another run can test the same
    times: dict[str, float] = field(default_factory=dict)
    min_coverage: int = 0  # the share in percent that has to be tested

    @property
    def new(self) -> tuple[Finding, ...]:
        """Findings that are not on the list of known findings."""
        return tuple(finding for finding in self.findings if finding.known is None)

    @property
    def known(self) -> tuple[Finding, ...]:
        """Findings that are on the list of known findings."""
        return tuple(finding for finding in self.findings if finding.known is not None)

    @property
    def known_server_errors(self) -> tuple[Finding, ...]:
        """Known findings that a server failed, for example with status 500: known, and still failures."""
        return tuple(finding for finding in self.known if finding.check in SERVER_FAILURES)

    @property
    def crashed(self) -> tuple[Coverage, ...]:
        """Operations that could not be checked, because a check or the tool itself failed."""
        return tuple(coverage for coverage in self.operations if coverage.crash is not None)

    @property
    def conforms(self) -> bool:
        """Nothing is new, stale or crashed, the run was not interrupted, and it tested as much as it requires."""
        return not (self.new or self.stale or self.crashed or self.interrupted) and self.covers_enough

    @property
    def judged(self) -> int:
        """How many operations were checked: without the package as a whole, and without those that are left out."""
        return sum(coverage.operation != PACKAGE and not coverage.left_out for coverage in self.operations)

    @property
    def verdict(self) -> str:
        """One sentence."""
        subject = f"{self.sdk} {self.sdk_version}" + (f" on {self.server}" if self.server else "")
        if self.interrupted:
            checked, new = counted(self.judged, "operation"), counted(len(self.new), "new finding")
            return f"{subject}: interrupted after {checked}; {new} so far"
        if self.conforms:
            return f"{subject} keeps its contract: {self.extent}, no new findings{self._known_text}"
        counts = (
            counted(len(self.new), "new finding") if self.new else "",
            counted(len(self.stale), "stale known finding") if self.stale else "",
            f"{counted(len(self.crashed), 'operation')} could not be checked" if self.crashed else "",
            self.coverage_gap,
        )
        if not (self.new or self.stale or self.crashed):
            return f"{subject}: {self.extent}, no new findings, but {counts[-1]}"
        return f"{subject} breaks its contract: " + ", ".join(filter(None, counts))

    @property
    def _known_text(self) -> str:
        """`, 485 known findings, 12 of them server errors`."""
        errors = len(self.known_server_errors)
        known = f", {counted(len(self.known), 'known finding')}" if self.known else ""
        if not errors:
            return known
        return known + (f", {errors} of them {'a server error' if errors == 1 else 'server errors'}")

    @property
    def extent(self) -> str:
        """How many operations were checked; on a server, how many in which state."""
        states = Counter(coverage.reach.state for coverage in self.operations if coverage.reach is not None)
        if not states:
            return ("declarations of " if self.only_declared else "") + counted(self.judged, "operation")
        reached = f"{counted(states['reached'], 'operation')} {REACH['reached']}"
        others = (f"{states[state]} {label}" for state, label in REACH.items() if state != "reached" and states[state])
        return ", ".join([reached, *others])

    @property
    def only_declared(self) -> bool:
        """No operation was called: the run compared declarations."""
        return any(coverage.not_called == ONLY_DECLARED for coverage in self.operations)

    @property
    def extents(self) -> dict[str, Extent]:
        """How much of what was tested offline; {} on a server, where `reach` says it."""
        found: dict[str, list[Extent]] = {}
        for coverage in self.operations:
            for name, extent in coverage.extents.items():
                inside = extent if coverage.operation == PACKAGE else extent.inside(coverage.operation)
                found.setdefault(name, []).append(inside)
        if not found or self.only_declared:
            return {}
        judged = [coverage for coverage in self.operations if coverage.operation != PACKAGE]
        failed = {coverage.operation: coverage.not_called or "it could not be judged" for coverage in judged
                  if coverage.not_called or coverage.crash is not None}  # fmt: skip
        found["operations"] = [Extent(covered=len(judged) - len(failed), missing=failed)]
        return {name: total_of(found[name]) for name in EXTENTS if name in found}

    @property
    def covered_percent(self) -> float:
        """The mean of the shares of `extents`: a kind with many members counts as much as one with few."""
        shares = [extent.percent for extent in self.extents.values()]
        return sum(shares) / len(shares) if shares else 0.0 if self.only_declared else 100.0

    @property
    def covers_enough(self) -> bool:
        """The run tested at least the share that it requires."""
        return self.covered_percent >= self.min_coverage

    @property
    def coverage_gap(self) -> str:
        """`78.3 % was tested, and 84 % is required`, "" where enough was tested."""
        tested = f"{self.covered_percent:.1f} % was tested"
        return "" if self.covers_enough else f"{tested}, and {self.min_coverage} % is required"

    def family_coverage(self) -> dict[str, Counter[str]]:
        """For each operation, how often each family of checks ran."""
        family = {check.id: check.family for check in self.checks}
        table: dict[str, Counter[str]] = {}
        for coverage in self.operations:
            counts: Counter[str] = Counter(dict.fromkeys(sorted(set(family.values())), 0))
            for check, count in coverage.checks.items():
                counts[family[check]] += count
            table[coverage.operation] = counts
        return table
