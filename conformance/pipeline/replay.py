"""`conformance replay`: make the calls of one finding again, and see whether it still occurs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conformance.errors import UsageError
from conformance.finding import PACKAGE, Finding
from conformance.pipeline.check import check_operation
from conformance.pipeline.console import Console
from conformance.pipeline.live import live
from conformance.report.check.phrases import DRIFT_CHECK
from conformance.report.report import Report
from conformance.settings import CheckSettings, LiveSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The options that a result document does not have: they are paths and addresses of one machine."""

    sdk: str | None = None
    spec: str | None = None
    target: str | None = None
    cassettes: str | None = None
    url: str | None = None
    token_file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """The result of making the calls again. `finding` is None where it no longer occurs."""

    report: Report
    finding: Finding | None
    interrupted: bool


def replay(report: Report, finding: Finding, given: Given, console: Console) -> Replayed:
    """Make the calls of the finding's operation again, with the same seed and examples, and judge them again.

    These are exactly the calls of the run: the calls of an operation depend on nothing else. Raises UsageError where
    the SDK, the server or the OpenAPI document of that run has to be named.
    """
    common: dict[str, Any] = {
        "sdk": _sdk(report, given),
        "target": given.target or report.target,
        "seed": report.seed,
        "examples": report.examples,
        "approved": None if report.approved == report.sdk_version else report.approved,
        "cassettes": given.cassettes,
        "no_known": True,
    }
    if report.server is None:
        spec = _spec(report, given)
        again = check_operation(CheckSettings(**common, spec=spec), finding.repeated_by, console)
    else:
        server = None if given.url else _server(report)
        operations = () if finding.repeated_by == PACKAGE else (finding.repeated_by,)
        again = live(
            LiveSettings(
                **common, operation=operations, server=server, url=given.url, token_file=given.token_file,
                mode=report.mode, servers=1, drift=finding.check == DRIFT_CHECK,
            ),
            console,
        )  # fmt: skip
    found = next((candidate for candidate in again.findings if _is_same(candidate, finding)), None)
    return Replayed(report=again, finding=found, interrupted=again.interrupted)


def _is_same(again: Finding, finding: Finding) -> bool:
    """The same finding; one operation alone does not show that most share its cause, so there it has the place."""
    of_operation = finding.shared and again.check == finding.check and again.operation == finding.repeated_by
    return again.id == finding.id or of_operation


def _server(report: Report) -> str:
    """The release of the server to start."""
    release = str(report.server).rpartition(" ")[2]
    if not report.started:
        raise UsageError(
            f"replay: the run tested a running server, {report.server}, whose address is not in its result.\n"
            f"  Name it with --url, as for `conformance live`. A new server has other data; to try one all the same:\n"
            f"  conformance live --server {release}"
        )
    return release


def _sdk(report: Report, given: Given) -> str:
    if given.sdk:
        return given.sdk
    if report.sdk_origin in {"wheel", "directory"}:
        raise UsageError(
            f"replay: the run tested a {report.sdk_origin}, whose path is not in its result.\n"
            "  Name it with --sdk, as for `conformance check`."
        )
    return "installed" if report.sdk_origin == "installed" else report.sdk_version


def _spec(report: Report, given: Given) -> str | None:
    if report.spec is not None and given.spec is None:
        raise UsageError(
            f"replay: the run compared with an OpenAPI document, {report.spec}, whose path is not in its result.\n"
            "  Name it with --spec, as for `conformance check`."
        )
    return given.spec
