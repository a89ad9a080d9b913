"""Pair: two releases side by side, and what was seen of both. The one value that rules read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property

from conformance.change import Difference, FileRow
from conformance.contract.model import Contract
from conformance.targets.contents import Contents
from conformance.upgrade.matching.align import Alignment, align
from conformance.upgrade.matching.callables import MatchedCallables, match_callables
from conformance.upgrade.matching.definitions import MatchedDefinitions
from conformance.upgrade.matching.fields import FieldChange, field_changes
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import is_private


@dataclass(frozen=True, slots=True)
class Side:
    """One release. `contract` is None where the SDK was not run, `broken` says why it could not be imported.

    A side that is not a release (a directory, a wheel) has a `label` that says so.
    """

    label: str
    version: str
    contents: Contents
    api: Api
    contract: Contract | None = None
    import_error: str = ""


@dataclass(frozen=True, slots=True)
class OperationComparison:
    """What the same calls of one operation showed: how many exchanges were made on each side, and where they differ."""

    exchanges: int
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """One program of a scenario, and what it came to on each side: text of its result, or the exception.

    `group` is the scenario's name, `case` what it was filled in with; `subject` the dotted name that it is about.
    """

    group: str
    case: str
    subject: str
    code: str
    old: str
    new: str
    old_failed: bool
    new_failed: bool


@dataclass(frozen=True, eq=False)  # what is seen in a pair is kept by pair
class ReleasePair:
    """Two releases, old and new. `internal` are globs of names that callers have no reason to import.

    `compared` and `scenarios` are empty where nothing was run; `rows` are the changed files.
    `recordings` tell how many recorded answers were among those of `compared`.
    """

    old: Side
    new: Side
    rows: tuple[FileRow, ...] = ()
    comparisons: Mapping[str, OperationComparison] = field(default_factory=dict)
    scenarios: tuple[ScenarioResult, ...] = ()
    internal: tuple[str, ...] = ()
    recordings: int = 0

    @property
    def contracts(self) -> tuple[Contract, Contract] | None:
        """Both contracts, None where one of the releases was not run."""
        if self.old.contract is None or self.new.contract is None:
            return None
        return self.old.contract, self.new.contract

    @property
    def parseable(self) -> bool:
        """What both sides declare is known: every file that leads to the operations is Python."""
        return not any(side.api.unreadable and not side.api.operations for side in (self.old, self.new))

    @cached_property
    def alignment(self) -> Alignment:
        """Which operations, definitions, parameters of the two sides are the same thing."""
        return align(self.old.api, self.new.api, self.old.contract, self.new.contract)

    @cached_property
    def definitions(self) -> MatchedDefinitions:
        """What became of each definition, as the sources declare it."""
        after = self.new.contents.files
        same = frozenset(name for name, content in self.old.contents.files.items() if after.get(name) == content)
        return MatchedDefinitions(self.old.api, self.new.api, self.alignment, self.is_internal, same)

    @cached_property
    def fields(self) -> tuple[FieldChange, ...]:
        """The fields of public models that both sides do not declare alike."""
        return tuple(field_changes(self.definitions))

    @cached_property
    def callables(self) -> MatchedCallables:
        """The public callables of both sides, and which of both differ in their declaration."""
        return match_callables(self.old.api, self.new.api, self.alignment, self.is_internal)

    def is_internal(self, name: str) -> bool:
        """A dotted name that callers have no reason to import: private, or named by the target."""
        return is_private(name) or any(fnmatchcase(name, glob) for glob in self.internal)

    def differing_files(self, files: Iterable[str]) -> tuple[str, ...]:
        """Those of some files that are not the same on both sides."""
        old, new = self.old.contents.files, self.new.contents.files
        return tuple(name for name in dict.fromkeys(files) if old.get(name) != new.get(name))
