"""The Python API: the jobs of the command line as functions that return their reports.

    from conformance import check

    report = check(sdk="2.0.7", operation=("projects.*",))
    assert report.conforms, report.verdict

`check`, `live`, `upgrade` and `mutants` take the settings of their commands as keyword arguments, with `_` for `-`.
What is not given comes from `pyproject.toml` in the current folder, as on the command line; `config` names another
file. They print nothing, except what `github=True` or `report=("-",)` request; the logger `conformance` has their
progress. Reports and known findings are written as the command line writes them. An interrupted run returns its partial
report, whose `interrupted` is true.

`contract` and `load_cassettes` return what tests of your own can start from; `conformance.strategies` has Hypothesis
strategies for calls and responses. The functions can also be imported from `conformance` itself.

A mistake of the user raises `UsageError`, an installation, network or process that fails raises `EnvironmentFailed`;
both are a `ConformanceError` with the message of the command line. An argument that does not exist raises `TypeError`.

Everything in `__all__` is stable: within one major version names, arguments, attributes and their types stay, and
more can be added. The rest of the package can change in every release. Before 1.0 a minor version can change it, too;
the changelog says so. Importing this module is cheap: what runs an SDK is imported by the first call.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import fields
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from conformance.cassettes.interaction import Interaction, Provenance
from conformance.change import Change, FileRow, Hit, Impact, Level, Tier, Witness
from conformance.config import load_settings, require_two_sdks
from conformance.contract.model import Contract, Model, Operation, Parameter
from conformance.contract.types import Type
from conformance.errors import (
    CassetteUnreadable,
    ConformanceError,
    EnvironmentFailed,
    SdkUnusable,
    TargetError,
    UnknownOperation,
    UsageError,
)
from conformance.finding import Blame, Coverage, Evidence, Finding, Reach, Reproduction, Severity, Source, Stale
from conformance.output import compare_and_deliver, mutate_and_deliver, run_and_deliver
from conformance.progress import LogConsole
from conformance.report.mutants.report import MutantResult, MutationReport, Score
from conformance.report.report import CheckInfo, Report
from conformance.report.upgrade_report import RuleInfo, UpgradeReport, Usage
from conformance.settings import CheckSettings, LiveSettings, MutantSettings, RunSettings, UpgradeSettings, options_of
from conformance.wire import Request, Response

__all__ = [
    "Blame", "CassetteUnreadable", "Change", "CheckInfo", "ConformanceError", "Contract", "Coverage",
    "EnvironmentFailed", "Evidence", "FileRow", "Finding", "Hit", "Impact", "Interaction", "Level", "Model",
    "MutantResult", "MutationReport", "Operation", "Parameter", "Provenance", "Reach", "Report", "Reproduction",
    "Request", "Response", "RuleInfo", "Score", "SdkUnusable", "Severity", "Source", "Stale", "TargetError", "Tier",
    "Type", "UnknownOperation", "UpgradeReport", "Usage", "UsageError", "Witness", "check", "contract", "live",
    "load_cassettes", "mutants", "read_report", "render_report", "upgrade", "write_report",
]  # fmt: skip

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound=RunSettings)


def _takes(settings: Callable[P, S]) -> Callable[[Callable[[S], R]], Callable[P, R]]:
    """Let a function of settings take them as keyword arguments: its signature is that of the settings class."""
    kind = cast("type[S]", settings)
    names = [setting.name for setting in fields(kind)]

    def decorate(run: Callable[[S], R]) -> Callable[P, R]:
        def function(*args: P.args, **kwargs: P.kwargs) -> R:
            given = cast("dict[str, Any]", kwargs)
            _refuse_unknown(run.__name__, names, args, given)
            return run(load_settings(kind, given))

        function.__name__ = function.__qualname__ = run.__name__
        function.__doc__ = f"{inspect.getdoc(run)}\n\n{_arguments(kind)}"
        function.__module__ = run.__module__
        returned = run.__annotations__["return"]
        signature = inspect.signature(kind).replace(return_annotation=returned)
        cast("Any", function).__signature__ = signature
        return function

    return decorate


def _refuse_unknown(function: str, names: list[str], args: tuple[object, ...], given: dict[str, Any]) -> None:
    if args:
        raise TypeError(f"{function}() takes keyword arguments only, such as {function}({names[0]}=…)")
    for name in given:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; allowed: {', '.join(names)}"
            raise TypeError(f"{function}() has no argument {name!r}{hint}")


def _arguments(kind: type[RunSettings]) -> str:
    """The part of a docstring about the arguments."""
    lines = []
    for setting, option in options_of(kind):
        default = f" (default: {option.default_text})" if option.default_text else ""
        lines.append(f"    {setting.name}: {option.help}{default}")
    return "\n".join(["Args:", *lines])


@_takes(CheckSettings)
def check(settings: CheckSettings) -> Report:
    """Test every operation of an SDK offline, as `conformance check` does.

    `report.conforms` says whether nothing is new, stale or crashed.
    """
    from conformance.pipeline.check import check as run

    return run_and_deliver(settings, run, nullcontext(LogConsole()), summary=False)


@_takes(LiveSettings)
def live(settings: LiveSettings) -> Report:
    """Test every operation of an SDK against a real server, as `conformance live` does."""
    from conformance.pipeline.live import live as run

    return run_and_deliver(settings, run, nullcontext(LogConsole()), summary=False)


@_takes(UpgradeSettings)
def upgrade(settings: UpgradeSettings) -> UpgradeReport:
    """Compare the releases `old` and `new` of an SDK, as `conformance upgrade` does.

    `report.fails` says whether there is a change that `fail_on` names. `impact` overrides how much changes matter.
    """
    require_two_sdks(settings.old, settings.new)
    return compare_and_deliver(settings, nullcontext(LogConsole()), summary=False)


@_takes(MutantSettings)
def mutants(settings: MutantSettings) -> MutationReport:
    """Put faults into copies of an SDK, and say which check notices each, as `conformance mutants` does.

    `report.score` counts them, `report.of_outcome("survived")` are those that no check noticed, and `report.fails` says
    whether fewer were noticed than `min_score` requires.
    """
    return mutate_and_deliver(settings, nullcontext(LogConsole()), summary=False)


def contract(sdk: str | None = None, *, target: str | None = None, config: str | None = None) -> Contract:
    """The contract of an SDK: its operations with arguments and responses, and its models.

    `sdk` is a release, a folder or another spec of the option `--sdk`; the installed package by default. The contract
    is the approved one where the release has one, otherwise it is learned by calling the SDK offline, in a process of
    its own. What is not given comes from `[tool.conformance]`, as for `check`.

    Raises UsageError, EnvironmentFailed: there is no such SDK, or it cannot be installed; SdkUnusable: it cannot be
    imported.
    """
    from conformance.pipeline.sources import contract_of

    return contract_of(_check_settings(sdk=sdk, target=target, config=config), LogConsole())


def load_cassettes(
    folder: str | PathLike[str] | None = None, *, target: str | None = None, config: str | None = None
) -> Mapping[str, tuple[Interaction, ...]]:
    """The recorded requests and responses by operation, in the order of server versions.

    `folder` has them as `<target>/<server version>/<operation>.jsonl`, or in another format that `convert` writes; by
    default it is the folder `cassettes` here, or else the recordings of the target. Recordings of other programs are
    among those of the operation that they are a call of.

    Raises UsageError: the folder does not exist or has no recordings; CassetteUnreadable: a file is malformed.
    """
    from conformance.pipeline.sources import recordings_of

    given = None if folder is None else str(folder)
    return recordings_of(_check_settings(cassettes=given, target=target, config=config), LogConsole())


def _check_settings(**given: str | None) -> CheckSettings:
    return load_settings(CheckSettings, given)


def read_report(file: str | PathLike[str]) -> Report | UpgradeReport:
    """The report in a file that `--report FILE.json`, `report=("FILE.json",)` or `write_report` has written.

    Raises UsageError: the file cannot be read, or is not a report of a version that can be read.
    """
    from conformance.pipeline.last_result import read_document

    return read_document(Path(file))


def render_report(report: Report | UpgradeReport | MutationReport, suffix: str) -> str:
    """The report as text in a format of the command line: `.html`, `.json`, `.md`, `.sarif` or `.xml` (JUnit).

    That of `mutants` has the first three. Raises UsageError for another suffix.
    """
    from conformance.report import FORMATS, MUTANT_FORMATS

    formats: Mapping[str, Callable[[Any], str]] = MUTANT_FORMATS if isinstance(report, MutationReport) else FORMATS
    if suffix not in formats:
        raise UsageError(f"{suffix!r} names no format of a report.\n  Allowed: {', '.join(sorted(formats))}.")
    return formats[suffix](report)


def write_report(report: Report | UpgradeReport | MutationReport, *files: str | PathLike[str]) -> None:
    """Write the report to files in the formats that their suffixes name, each completely or not at all.

    Raises UsageError for another suffix or a folder that does not exist, EnvironmentFailed: a file cannot be written.
    """
    from conformance.report.files import write, write_shown

    paths = [Path(file) for file in files]
    if isinstance(report, MutationReport):
        write_shown(report, paths)
    else:
        write(report, paths)
