"""Shared by `check` and `live`: the known findings, the request that opens the SDK, the selection, and the report."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from conformance.checks import OPERATION_SUBJECTS, all_checks
from conformance.checks.own import unusable_finding
from conformance.errors import UnknownOperation
from conformance.finding import PACKAGE, Coverage, Reach
from conformance.operation_settings import OperationSettings, reason_to_skip
from conformance.pipeline.console import today, tool_version
from conformance.pipeline.own_checks import own_modules, project_folder
from conformance.pipeline.run_result import RunResult
from conformance.report import known_file
from conformance.report.known import Known, WhenAbsent, compare_with_known
from conformance.report.report import CheckInfo, Report
from conformance.report.shared_causes import with_shared_causes
from conformance.settings import CheckSettings, LiveSettings
from conformance.targets.target import Target
from conformance.text import counted, missing_parts
from conformance.workers.messages import OpenEngine, OperationJudged

SUGGESTIONS: Final = 4  # operations with similar names
ABSENT_NAMED: Final = 5  # known findings that did not occur


def load_known(
    settings: CheckSettings | LiveSettings, own: Path, other: Path, *, when_absent: WhenAbsent = "stale"
) -> tuple[Known, ...]:
    """The known findings of a run: of its own kind, from the file `own` or the given one, and of the other kind.

    A given file that extends the target's list is used together with it. `when_absent` says what an entry of its own
    kind is whose findings do not occur; the other kind is ignored.
    Raises TargetError: a file is wrong, or the given one does not exist.
    """
    if settings.no_known:
        return ()
    ids = [check.id for check in all_checks()]
    files = [own] if settings.known is None else [Path(settings.known)]
    if settings.known is not None and known_file.extends_target(files[0]):
        files.append(own)
    expected = [
        entry
        for file in files
        for entry in known_file.load_known(file, required=file != own, checks=ids, when_absent=when_absent)
    ]
    return (*expected, *known_file.load_known(other, required=False, checks=ids, when_absent="ignore"))


def open_engine(
    settings: CheckSettings | LiveSettings,
    target: Target,
    *,
    known_ids: Iterable[str],
    document: Mapping[str, Any] | None = None,
    spec: Path | None = None,
    cassettes: Path | None = None,
    operations: tuple[OperationSettings, ...] = (),
) -> OpenEngine:
    """The request that opens the SDK in a worker."""
    approved = settings.approved
    if approved is not None and approved.endswith(".json"):
        approved = str(Path(approved).resolve())  # a worker runs in another folder
    return OpenEngine(
        target=target.folder.resolve(),
        approved=approved,
        examples=settings.examples,
        seed=settings.seed,
        known_ids=tuple(known_ids),
        document=document,
        spec=spec,
        cassettes=cassettes,
        exclude=target.excluded,
        operations=operations,
        own_modules=own_modules(project_folder(settings)),
        search_path=(str(project_folder(settings).resolve()), *sys.path),
    )


def left_out_result(
    settings: Sequence[OperationSettings], path: str, *, on_server: bool = False
) -> OperationJudged | None:
    """The result of an operation that the settings leave out, with the reason; None for any other."""
    reason = reason_to_skip(settings, path) if path != PACKAGE else ""
    if not reason:
        return None
    text = f"left out by the settings: {reason}"
    about_operations = (check.id for check in all_checks() if check.judges in OPERATION_SUBJECTS)
    coverage = Coverage(
        operation=path,
        twins=(),
        examples=0,
        exchanges=0,
        checks={},
        not_covered=dict.fromkeys(about_operations, text),
        not_called=text,
        reach=Reach(state="untried", reason=text, statuses={}, requests=0) if on_server else None,
    )
    return OperationJudged(coverage=coverage, findings=())


def select_operations(paths: Sequence[str], globs: Sequence[str], broken: Mapping[str, str] | None = None) -> list[str]:
    """The operations that match the globs, or all. `broken` has the parts without operations that cannot be loaded.

    Raises UnknownOperation, which suggests the nearest names and says why a part is missing.
    """
    if not globs:
        return [PACKAGE, *paths]
    for glob in globs:
        if not matching_operations(paths, glob):
            raise unknown_operation(f"--operation {glob}", glob, paths, broken)
    return [path for path in paths if any(fnmatchcase(path, glob) for glob in globs)]


def matching_operations(paths: Sequence[str], glob: str) -> list[str]:
    """The operations that one glob matches."""
    return [path for path in paths if fnmatchcase(path, glob)]


def unknown_operation(
    given: str, glob: str, paths: Sequence[str], broken: Mapping[str, str] | None = None
) -> UnknownOperation:
    """The error for a glob that matches no operation; `given` is how the user wrote it."""
    return UnknownOperation(
        f"{given}: none of the {len(paths)} operations matches."
        f"{_suggestion(glob.lower(), paths)}{missing_parts(broken or {})}\n"
        "  `conformance operations --sdk SDK` lists them."
    )


def _suggestion(wanted: str, paths: Sequence[str]) -> str:
    near = get_close_matches(wanted, paths, n=SUGGESTIONS, cutoff=0.5)
    near = near or [path for path in paths if wanted.strip("*.") in path][:SUGGESTIONS]
    return f"\n  Nearest: {', '.join(near)}." if near else ""


def build_report(result: RunResult) -> Report:
    """The report of a run: its findings, compared with the known ones."""
    server, coverage = result.server, result.coverage
    known_ids = {identity for entry in result.known for identity in entry.ids}
    compared = compare_with_known(
        with_shared_causes((*result.findings, *map(unusable_finding, result.unusable)), coverage, known_ids),
        result.known,
        coverage,
        sdk_version=result.opened.version,
        today=today(),
        server_version=None if server is None else server.version,
    )
    return Report(
        command=result.command,
        tool_version=tool_version(),
        target=result.target.reference,
        sdk=result.target.distribution,
        sdk_version=result.opened.version,
        sdk_origin=result.environment.origin,
        seed=result.settings.seed,
        examples=result.settings.examples,
        selection=result.settings.operation,
        approved=result.opened.approved,
        spec=result.opened.spec,
        notes=(*result.notes, *_absent_notes(compared.absent)),
        checks=tuple(CheckInfo(check.id, check.family, check.summary, check.documentation) for check in all_checks()),
        operations=coverage,
        findings=compared.findings,
        stale=compared.stale,
        interrupted=result.interrupted,
        server=None if server is None else f"{server.edition} {server.version}",
        mode=result.mode,
        started=server is None or server.managed,
        min_coverage=result.settings.min_coverage if isinstance(result.settings, CheckSettings) else 0,
    )


def _absent_notes(absent: Sequence[str]) -> Iterator[str]:
    """Known findings that did not occur, where that proves nothing: on another server, or with other examples."""
    if absent:
        named = "; ".join(absent[:ABSENT_NAMED])
        rest = f"; and {len(absent) - ABSENT_NAMED} more" if len(absent) > ABSENT_NAMED else ""
        yield f"{counted(len(absent), 'known finding')} did not occur here: {named}{rest}."
