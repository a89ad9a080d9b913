"""The one value that every format of an upgrade's report is rendered from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from conformance.change import Bump, Change, FileRow, Hit, Impact, Tier, bump_suffices
from conformance.text import counted

UPGRADE_SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a report says of a rule."""

    id: str
    tier: str
    summary: str  # first sentence of its documentation
    documentation: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What was found of the user's own code. `checker` names the type checker that read it, "" where none did.

    `problems` are errors of the type checker that the new release brings, `solved` those that it ends.
    `unreadable` are files that are not Python, with the error.
    """

    roots: tuple[str, ...]
    files: int
    uses: int
    checker: str = ""
    problems: tuple[Hit, ...] = ()
    solved: tuple[Hit, ...] = ()
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UpgradeReport:
    """The result of comparing two releases.

    `bump` is the step that was made between the versions, `called_for` the one that the changes call for under
    semantic versioning, "unknown" where not everything was looked at.
    `counts` tell what was compared (operations, exchanges, scenarios, files, recordings).
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
    usage: Usage | None = None
    walked: tuple[str, ...] = ()  # the releases that were compared to say in which one a change arrived
    interrupted: bool = False
    times: dict[str, float] = field(default_factory=dict)

    def of(self, impact: Impact) -> tuple[Change, ...]:
        """The changes of one impact."""
        return tuple(change for change in self.changes if change.impact is impact)

    @property
    def added(self) -> tuple[Change, ...]:
        """What the new release offers in addition: compatible changes with a snippet that shows their use."""
        return tuple(change for change in self.changes if change.impact is Impact.COMPATIBLE and change.example)

    @property
    def touched(self) -> tuple[Change, ...]:
        """The changes that touch the user's code."""
        return tuple(change for change in self.changes if change.hits)

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
        """Every tier was looked at, to the end: only then is it known what the new release keeps."""
        return not self.interrupted and {tier.value for tier in Tier} <= set(self.tiers)

    @property
    def fails(self) -> bool:
        """The exit status is 1."""
        if self.interrupted:
            return True
        match self.fail_on:
            case "breaking":
                return bool(self.of(Impact.BREAKING))
            case "any":
                return bool(self.of(Impact.BREAKING) or self.of(Impact.RISKY))
        return False

    @property
    def verdict(self) -> str:
        """One sentence."""
        breaking, risky, added = len(self.of(Impact.BREAKING)), len(self.of(Impact.RISKY)), len(self.added)
        if self.interrupted:
            return f"{self.new} against {self.old}: interrupted; {counted(breaking, 'breaking change')} so far"
        counts = f"{breaking} breaking, {risky} risky, {added} added"
        if breaking:
            words = f"{self.new} breaks callers of {self.old}{self._limited}: {counts}"
            promised = not self.whole or self.bump == "none" or bump_suffices(self.bump, self.called_for)
            return words if promised else f"{words}; as a {self.bump} release it should not"
        if not self.changes:
            return f"{self.new} is the same as {self.old}{self._limited}"
        return f"{self.new} keeps the promises of {self.old}{self._limited}: {counts}"

    @property
    def _limited(self) -> str:
        """`, as far as the files and surface tiers show`, "" where every tier was looked at."""
        if self.whole:
            return ""
        *most, last = self.tiers or ("no",)
        names = f"{', '.join(most)} and {last} tiers show" if most else f"{last} tier shows"
        return f", as far as {'the ' if self.tiers else ''}{names}"
