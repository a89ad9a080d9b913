"""The one value that a report of `check` or `live` is built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from conformance.checks import own_checks
from conformance.checks.own import Unusable
from conformance.finding import Coverage, Finding, merged
from conformance.report.known import Known
from conformance.servers.server import Server
from conformance.settings import CheckSettings, LiveSettings
from conformance.targets.environment import Environment
from conformance.targets.target import Target
from conformance.workers.messages import EngineOpened, OperationJudged, WorkerDeath

Judged = Mapping[str, OperationJudged | WorkerDeath]  # by operation


@dataclass(frozen=True, kw_only=True)
class RunResult:
    """The task of a run, and its results.

    `fuzz_findings` are those of Schemathesis; `server` and `mode` are those of a live run, None offline.
    """

    command: Literal["check", "live"]
    settings: CheckSettings | LiveSettings
    target: Target
    environment: Environment
    known: tuple[Known, ...]
    opened: EngineOpened
    judged: Judged
    notes: tuple[str, ...]
    interrupted: bool
    fuzz_findings: tuple[Finding, ...] = ()
    server: Server | None = None
    mode: str | None = None

    @property
    def unusable(self) -> tuple[Unusable, ...]:
        """The checks of the project that cannot be used: here or in a worker, each once."""
        return tuple({problem.name: problem for problem in (*self.opened.unusable, *own_checks().unusable)}.values())

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """The coverage of each operation, sorted by name."""
        return tuple(coverage_of(operation, result) for operation, result in sorted(self.judged.items()))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, each id once: operations with one cause show the same finding."""
        judged = (result.findings for _, result in sorted(self.judged.items()) if isinstance(result, OperationJudged))
        return merged((*(finding for findings in judged for finding in findings), *self.fuzz_findings))


def coverage_of(operation: str, result: OperationJudged | WorkerDeath) -> Coverage:
    """The coverage of an operation. One that ended its worker has crashed."""
    if isinstance(result, WorkerDeath):
        return Coverage(
            operation=operation, twins=(), examples=0, exchanges=0, checks={}, not_covered={}, crash=result.message
        )
    return result.coverage
