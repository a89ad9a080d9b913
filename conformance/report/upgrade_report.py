"""The one value that every format of an upgrade's report is rendered from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from conformance.change import Bump, Change, FileRow, Hit, Impact, Tier, bump_suffices
from conformance.text import counted

UPGRADE_SCHEMA_VERSION = 1
_SEVERE: Final = frozenset({Impact.BREAKING, Impact.RISKY})
_FAILING: Final = {"breaking": frozenset({Impact.BREAKING}), "any": _SEVERE, "touched": _SEVERE}


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """The description of a rule in a report."""

    id: str
    tier: str
    summary: str  # first sentence of its documentation
    documentation: str


@dataclass(frozen=True, slots=True)
class Usage:
    """How the user's own code uses the SDK. `checker` names the type checker that read it, "" where none did.

    `problems` are type errors that occur only with the new release, `solved` those that occur only with the old one.
    `unreadable` are files that could not be parsed, with the error. `unresolved` are the modules that they import and
    that the checker found on neither release.
    """

    roots: tuple[str, ...]
    files: int
    uses: int
    checker: str = ""
    problems: tuple[Hit, ...] = ()
    solved: tuple[Hit, ...] = ()
    unreadable: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeReport:
    """The result of comparing two releases.

    `bump` is the step between the two versions, `called_for` the one that the changes call for under semantic
    versioning, "unknown" where not everything was compared.
    `counts` say what was compared (operations, exchanges, scenarios, files, recordings). `groups` has the number of
    operations of the old and of the new release by the first part of the client path.
    `times` (seconds by step) is the only part that differs between two runs with the same inputs.
    """

    tool_version: str
    target: str
    sdk: str  # distribution name
    old: str  # "2.0.5", or "directory x"
    new: str
    old_version: str
    new_version: str
    seed: int
    bump: Bump
    called_for: Bump
    tiers: tuple[str, ...]
    fail_on: str
    notes: tuple[str, ...]
    rules: tuple[RuleInfo, ...]
    changes: tuple[Change, ...]  # most severe first
    rows: tuple[FileRow, ...]
    counts: dict[str, int]
    groups: dict[str, tuple[int, int]] = field(default_factory=dict)
    usage: Usage | None = None
    walked: tuple[str, ...] = ()  # the releases in between that were compared to find out which one introduced a change
    interrupted: bool = False
    times: dict[str, float] = field(default_factory=dict)

    def of(self, impact: Impact) -> tuple[Change, ...]:
        """The changes of one impact."""
        return tuple(change for change in self.changes if change.impact is impact)

    @property
    def added(self) -> tuple[Change, ...]:
        """The additions of the new release: compatible changes with an example of their use."""
        return tuple(change for change in self.changes if change.impact is Impact.COMPATIBLE and change.example)

    @property
    def affecting(self) -> tuple[Change, ...]:
        """The changes that certainly affect the user's code."""
        return tuple(change for change in self.changes if change.touches)

    @property
    def possibly_affecting(self) -> tuple[Change, ...]:
        """The changes that may affect the user's code, and do not certainly."""
        return tuple(change for change in self.changes if change.hits and not change.touches)

    @property
    def unexplained(self) -> tuple[FileRow, ...]:
        """The changed files that no change explains."""
        return tuple(row for row in self.rows if row.state != "same" and not row.explained_by)

    @property
    def impacts(self) -> Counter[str]:
        """How many changes there are of each impact."""
        return Counter({impact.value: len(self.of(impact)) for impact in Impact})

    @property
    def whole(self) -> bool:
        """Every tier was compared to the end: only then the report covers every kind of change."""
        return not self.interrupted and {tier.value for tier in Tier} <= set(self.tiers)

    def fails_for(self, change: Change) -> bool:
        """The change fails the run; with `touched` only if it certainly affects the user's code."""
        failing = change.impact in _FAILING.get(self.fail_on, frozenset())
        return failing and (self.fail_on != "touched" or change.touches)

    @property
    def failing_type_errors(self) -> tuple[Hit, ...]:
        """The type errors in the user's code that fail the run: with `touched` those that only the new release has."""
        return self.usage.problems if self.usage is not None and self.fail_on == "touched" else ()

    @property
    def fails(self) -> bool:
        """The exit status is not 0."""
        return self.interrupted or bool(self.failing_type_errors) or any(map(self.fails_for, self.changes))

    @property
    def verdict(self) -> str:
        """One sentence."""
        breaking, risky, added = len(self.of(Impact.BREAKING)), len(self.of(Impact.RISKY)), len(self.added)
        if self.interrupted:
            return f"{self.new} compared with {self.old}: interrupted; {counted(breaking, 'breaking change')} so far"
        counts = f"{breaking} breaking, {risky} risky, {added} added"
        if breaking:
            text = f"{self.new} breaks callers of {self.old}{self._limits}: {counts}"
            allowed = not self.whole or self.bump == "none" or bump_suffices(self.bump, self.called_for)
            return text if allowed else f"{text}; not allowed in a {self.bump} release"
        if not self.changes and self.unexplained:
            files = counted(len(self.unexplained), "changed file")
            return f"{self.new} differs from {self.old}{self._limits}: no change explains {files}"
        if not self.changes:
            return f"{self.new} is the same as {self.old}{self._limits}"
        return f"{self.new} is compatible with {self.old}{self._limits}: {counts}"

    @property
    def _limits(self) -> str:
        """`, as far as the files and surface tiers show`, "" where every tier was compared."""
        if self.whole:
            return ""
        *most, last = self.tiers or ("no",)
        names = f"{', '.join(most)} and {last} tiers show" if most else f"{last} tier shows"
        return f", as far as {'the ' if self.tiers else ''}{names}"
