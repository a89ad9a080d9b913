"""The one value that every report format is rendered from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from conformance.finding import PACKAGE, Coverage, Finding, Stale
from conformance.text import counted

SCHEMA_VERSION = 1
REACH = {  # what became of an operation on a server, in words
    "reached": "reached",
    "unreached": "not reached",
    "unasked": "not asked",
    "absent": "not on this server",
}


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """What a report says of a check: its family and its words."""

    id: str
    family: str  # request, response, error, parity, contract, spec
    summary: str  # first sentence of its documentation
    documentation: str


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one run. `checks` describes every check that `operations` and `findings` name.

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
    notes: tuple[str, ...]  # what a reader has to know of this run, e.g. "no approved contract for 2.0.9"
    checks: tuple[CheckInfo, ...]
    operations: tuple[Coverage, ...]
    findings: tuple[Finding, ...]  # new ones and known ones, sorted by severity then id
    stale: tuple[Stale, ...]
    interrupted: bool = False
    server: str | None = None  # the server's name and version, of a run against one
    mode: str | None = None  # what might be sent to it: "read-only" or "owned"
    times: dict[str, float] = field(default_factory=dict)

    @property
    def new(self) -> tuple[Finding, ...]:
        """Findings that nothing excuses."""
        return tuple(finding for finding in self.findings if finding.known is None)

    @property
    def known(self) -> tuple[Finding, ...]:
        """Findings that known.toml accepts."""
        return tuple(finding for finding in self.findings if finding.known is not None)

    @property
    def crashed(self) -> tuple[Coverage, ...]:
        """Operations whose judgement itself failed."""
        return tuple(coverage for coverage in self.operations if coverage.crash is not None)

    @property
    def conforms(self) -> bool:
        """Nothing new, nothing stale, nothing crashed, nothing left out by an interruption."""
        return not (self.new or self.stale or self.crashed or self.interrupted)

    @property
    def judged(self) -> int:
        """How many operations were judged; the package as a whole is none."""
        return sum(coverage.operation != PACKAGE for coverage in self.operations)

    @property
    def verdict(self) -> str:
        """One sentence."""
        subject = f"{self.sdk} {self.sdk_version}" + (f" on {self.server}" if self.server else "")
        if self.interrupted:
            done, found = counted(self.judged, "operation"), counted(len(self.new), "new finding")
            return f"{subject}: interrupted after {done}; {found} so far"
        if self.conforms:
            accepted = f", {counted(len(self.known), 'known deviation')} accepted" if self.known else ""
            return f"{subject} keeps its contract: {self.extent}, nothing new{accepted}"
        counts = [
            counted(len(self.new), "new finding") if self.new else "",
            counted(len(self.stale), "stale known deviation") if self.stale else "",
            f"{counted(len(self.crashed), 'operation')} could not be judged" if self.crashed else "",
        ]
        return f"{subject} does not conform: " + ", ".join(count for count in counts if count)

    @property
    def extent(self) -> str:
        """How many operations were judged; on a server, what became of them."""
        if not self.reached:
            return counted(self.judged, "operation")
        (reached, number), *others = self.reached.items()
        others = [(words, count) for words, count in others if count]
        return ", ".join(
            [f"{counted(number, 'operation')} {reached}", *(f"{count} {words}" for words, count in others)]
        )

    @property
    def reached(self) -> dict[str, int]:
        """How many operations were reached on the server, how many were not, and why; {} offline."""
        states = Counter(each.reach.state for each in self.operations if each.reach is not None)
        return {words: states[state] for state, words in REACH.items() if states}

    def family_coverage(self) -> dict[str, Counter[str]]:
        """For each operation, how many judgements each family of checks made."""
        family = {check.id: check.family for check in self.checks}
        table: dict[str, Counter[str]] = {}
        for coverage in self.operations:
            counts: Counter[str] = Counter(dict.fromkeys(sorted(set(family.values())), 0))
            for check, count in coverage.checks.items():
                counts[family[check]] += count
            table[coverage.operation] = counts
        return table
