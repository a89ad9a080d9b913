"""Judged: an SDK that is held to its contract, offline or on a server: what is told first, and the report of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path

from conformance.checks import CHECKS
from conformance.errors import UnknownOperation
from conformance.finding import PACKAGE, Coverage, Finding
from conformance.pipeline.console import today, tool_version
from conformance.report import known_file
from conformance.report.known import Known, compare_with_known
from conformance.report.report import CheckInfo, Report
from conformance.settings import CheckSettings, LiveSettings
from conformance.targets.environment import Environment
from conformance.targets.target import Target
from conformance.workers.pool import Message


def load_known(
    settings: CheckSettings | LiveSettings, own: Path, other: Path, *, strict: bool = True
) -> tuple[Known, ...]:
    """What is accepted in this run: of its own kind, where no file was named in `own`, and of the other kind.

    Only entries of its own kind can become stale, and they only where it is `strict`. Raises TargetError: a file is
    wrong, or was named and does not exist.
    """
    if settings.no_known:
        return ()
    ids = [each.id for each in CHECKS]
    file = own if settings.known is None else Path(settings.known)
    met = known_file.load_known(file, required=settings.known is not None, checks=ids, strict=strict)
    return (*met, *known_file.load_known(other, required=False, checks=ids, strict=False))


def open_message(settings: CheckSettings | LiveSettings, target: Target) -> Message:
    """What every worker that judges is told when it opens the SDK."""
    approved = settings.approved
    if approved is not None and approved.endswith(".json"):
        approved = str(Path(approved).resolve())  # a worker works in another folder
    return {
        "target": str(target.folder.resolve()),
        "judge": True,
        "approved": approved,
        "examples": settings.examples,
        "seed": settings.seed,
    }


def select(paths: Sequence[str], globs: Sequence[str]) -> list[str]:
    """The operations that the globs name, all for none. Raises UnknownOperation with the nearest names."""
    if not globs:
        return [PACKAGE, *paths]
    for glob in globs:
        if not any(fnmatchcase(path, glob) for path in paths):
            wanted = glob.lower()
            near = (
                get_close_matches(wanted, paths, n=4, cutoff=0.5) or [p for p in paths if wanted.strip("*.") in p][:4]
            )
            hint = f"\n  Nearest: {', '.join(near)}." if near else ""
            raise UnknownOperation(
                f"--operation {glob}: none of the {len(paths)} operations matches.{hint}\n"
                "  They are the keys of `operations` in what `conformance contract SDK` prints."
            )
    return [path for path in paths if any(fnmatchcase(path, glob) for glob in globs)]


def coverage_of(operation: str, answer: Message) -> Coverage:
    """What was done for an operation, from a worker's answer, or that the worker ended."""
    if "died" in answer:
        return Coverage(
            operation=operation, twins=(), examples=0, exchanges=0, checks={}, not_covered={}, crash=answer["died"]
        )
    return Coverage.from_json(answer["coverage"])


def coverages(judged: Mapping[str, Message]) -> list[Coverage]:
    """What was done for each operation, by name."""
    return [coverage_of(operation, answer) for operation, answer in sorted(judged.items())]


def build_report(
    command: str,
    settings: CheckSettings | LiveSettings,
    target: Target,
    environment: Environment,
    opened: Message,
    judged: Mapping[str, Message],
    known: Sequence[Known],
    *,
    extra: Iterable[Finding] = (),
    notes: tuple[str, ...],
    interrupted: bool,
    server_version: str | None = None,
) -> Report:
    """The report of what workers answered: `opened` when they opened the SDK, `judged` for each operation.

    `extra` are findings from elsewhere; `server_version` is that of the server that was asked, None offline.
    """
    coverage = coverages(judged)
    found: dict[str, Finding] = {}
    for _, answer in sorted(judged.items()):
        for data in answer.get("findings", ()):
            finding = Finding.from_json(data)
            found.setdefault(finding.id, finding)  # a model's finding is met by every operation that uses it
    found.update({finding.id: finding for finding in extra})
    findings, stale = compare_with_known(
        list(found.values()),
        known,
        coverage,
        sdk_version=opened["version"],
        today=today(),
        server_version=server_version,
    )
    return Report(
        command=command,
        tool_version=tool_version(),
        target=target.name,
        sdk=target.distribution,
        sdk_version=opened["version"],
        sdk_origin=environment.origin,
        seed=settings.seed,
        examples=settings.examples,
        selection=settings.operation,
        approved=opened["approved"],
        spec=opened.get("spec"),
        notes=notes,
        checks=tuple(CheckInfo(each.id, each.family, each.summary, each.documentation) for each in CHECKS),
        operations=tuple(coverage),
        findings=findings,
        stale=stale,
        interrupted=interrupted,
    )
