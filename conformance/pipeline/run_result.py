"""The one value that a report of `check` or `live` is built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from conformance.finding import Coverage, Finding
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
    def coverage(self) -> tuple[Coverage, ...]:
        """The coverage of each operation, sorted by name."""
        return tuple(coverage_of(operation, result) for operation, result in sorted(self.judged.items()))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, each id once: every operation that uses a model reports the findings of the model."""
        found: dict[str, Finding] = {}
        for _, result in sorted(self.judged.items()):
            for finding in result.findings if isinstance(result, OperationJudged) else ():
                found.setdefault(finding.id, finding)
        found.update({finding.id: finding for finding in self.fuzz_findings})
        return tuple(found.values())


def coverage_of(operation: str, result: OperationJudged | WorkerDeath) -> Coverage:
    """The coverage of an operation. One that ended its worker has crashed."""
    if isinstance(result, WorkerDeath):
        return Coverage(
            operation=operation, twins=(), examples=0, exchanges=0, checks={}, not_covered={}, crash=result.message
        )
    return result.coverage
