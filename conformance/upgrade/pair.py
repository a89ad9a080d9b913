"""Two releases side by side, with everything that was read and observed. The only value that rules read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property

from conformance.change import Difference, FileRow
from conformance.contract.model import Contract
from conformance.python_need import PythonNeed
from conformance.scenarios.load import ScenarioStep
from conformance.scenarios.outcome import Outcome
from conformance.targets.contents import Contents
from conformance.upgrade.matching.align import Alignment, align
from conformance.upgrade.matching.callables import MatchedCallables, match_callables
from conformance.upgrade.matching.definitions import MatchedDefinitions
from conformance.upgrade.matching.fields import FieldChange, field_changes
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import is_private
from conformance.wire import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One release. `contract` is None where the SDK was not run; `import_error` says why it could not be imported.

    `client_error` says why its operations could not be called, although it can be imported. `python_needs` is what its
    source needs of Python beyond the claim of its metadata, None where that is not known.

    `label` describes the source where it is not a release, such as a directory or a wheel.
    """

    label: str
    version: str
    contents: Contents
    api: Api
    contract: Contract | None = None
    import_error: str = ""
    client_error: str = ""
    python_needs: tuple[PythonNeed, ...] | None = None


@dataclass(frozen=True, slots=True)
class OperationComparison:
    """The differences between the same calls of one operation, and the number of exchanges on each side."""

    exchanges: int
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResult:
    """One program of a scenario and its result on each side: the text of `result`, or of the exception.

    `group` is the name of the scenario, `case` the value that fills it in, `subject` the dotted name that it tests.
    `same_end` says that both programs ended alike: where the texts differ, the requests do.
    """

    group: str
    case: str
    subject: str
    code: str
    responses: tuple[Response, ...] = ()
    old: str
    new: str
    old_failed: bool
    new_failed: bool
    same_end: bool = False

    @classmethod
    def of(cls, step: ScenarioStep, old: Outcome, new: Outcome) -> ScenarioResult:
        """The result of a program on both sides; with the requests that it sent, where it was given responses."""
        before, after = (_scenario_text(step, end) for end in (old, new))
        return cls(
            group=step.group,
            case=step.case,
            subject=step.subject,
            code=step.code,
            responses=step.responses,
            same_end=old.ending == new.ending,
            old=before,
            new=after,
            old_failed=not old.succeeded,
            new_failed=not new.succeeded,
        )


def _scenario_text(step: ScenarioStep, outcome: Outcome) -> str:
    end = outcome.result if outcome.succeeded else outcome.ending
    return "\n".join([*outcome.requests, end]) if step.responses else end


@dataclass(frozen=True, kw_only=True, eq=False)  # the hash is the identity: cached properties are kept per pair
class ReleasePair:
    """Two releases, old and new. `internal` are globs of names that callers have no reason to import.

    `comparisons` and `scenarios` are empty where nothing was run. `rows` are the changed files. `recordings` is the
    number of recorded responses among the comparisons.
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
        """Both contracts; None where one of the releases was not run."""
        if self.old.contract is None or self.new.contract is None:
            return None
        return self.old.contract, self.new.contract

    @property
    def client_module(self) -> str:
        """The module from which both releases export their client classes; "" is the package itself."""
        names = [(side.api, name) for side in (self.old, self.new) for name in side.api.clients.get("", {}).values()]
        modules = (api.public_names.get(name, name).rpartition(".")[0] for api, name in names)
        return next((module for module in modules if module), "")

    @property
    def parseable(self) -> bool:
        """The declarations of both sides are known: every file that leads to the operations is valid Python."""
        return not any(
            side.api.unreadable
            and (not side.api.operations or f"{side.api.package.replace('.', '/')}/__init__.py" in side.api.unreadable)
            for side in (self.old, self.new)
        )

    @cached_property
    def alignment(self) -> Alignment:
        """Which operations, definitions and parameters of the two sides correspond."""
        return align(self.old.api, self.new.api, self.old.contract, self.new.contract)

    @cached_property
    def definitions(self) -> MatchedDefinitions:
        """The definitions of both sides, matched as the sources declare them."""
        after = self.new.contents.files
        same = frozenset(name for name, content in self.old.contents.files.items() if after.get(name) == content)
        return MatchedDefinitions(self.old.api, self.new.api, self.alignment, self.is_internal, same)

    @cached_property
    def fields(self) -> tuple[FieldChange, ...]:
        """The fields of public models whose declarations differ."""
        return tuple(field_changes(self.definitions))

    @cached_property
    def callables(self) -> MatchedCallables:
        """The public callables of both sides, and those whose declarations differ."""
        return match_callables(self.old.api, self.new.api, self.alignment, self.is_internal)

    def is_internal(self, name: str) -> bool:
        """Whether callers have no reason to import a dotted name: it is private, or the target declares it internal."""
        return is_private(name) or any(fnmatchcase(name, glob) for glob in self.internal)

    def differing_files(self, files: Iterable[str]) -> tuple[str, ...]:
        """The given files that differ between the two sides."""
        old, new = self.old.contents.files, self.new.contents.files
        return tuple(name for name in dict.fromkeys(files) if old.get(name) != new.get(name))
