"""The SDK of one pytest session, opened once and judged operation by operation, as the tests need it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from conformance.checks import all_checks, checks_of, own_checks
from conformance.checks.check import Check
from conformance.checks.own import UNUSABLE, unusable_finding
from conformance.checks.subjects import Package
from conformance.contract import store
from conformance.contract.model import Contract
from conformance.finding import PACKAGE, Finding
from conformance.pipeline.check import check_result, plan_check
from conformance.pipeline.console import PrintLine
from conformance.pipeline.learn import learn_contract
from conformance.pipeline.reporting import build_report, left_out_result, select_operations
from conformance.pipeline.run_result import Judged, RunResult, coverage_of
from conformance.report.report import Report
from conformance.runtime.case import Runtime
from conformance.settings import CheckSettings
from conformance.suite.judgement import Judgement
from conformance.workers.messages import (
    EngineOpened,
    JudgeOperation,
    OperationJudged,
    WorkerDeath,
    decode,
)
from conformance.workers.pool import OPERATION_SECONDS, WorkerPool, worker_pool


class Run:
    """Judges each operation once, however many tests need it. Raises ConformanceError like `conformance check`.

    `results` are the workers' by operation; with pytest-xdist the controlling process collects those of the others.
    """

    def __init__(self, settings: CheckSettings, print_line: PrintLine) -> None:
        self.settings, self.plan = settings, plan_check(settings, print_line)
        self.target = self.plan.target
        self.closing = ExitStack()
        self.pool: WorkerPool[EngineOpened] | None = None
        self.results: dict[str, OperationJudged | WorkerDeath] = {}
        self.judgements: dict[str, dict[str, Judgement]] = {}
        try:
            self.opened = self._open().open()
            self.operations = select_operations(self.opened.paths, settings.operation, self.opened.broken)
            self.contract = self._contract()
        except BaseException:
            self.close()
            raise
        checks = [check for check in all_checks() if check is not UNUSABLE and self._is_loaded(check)]
        self.families = {check.id: check.family for check in (*checks, UNUSABLE)}
        self.checks = {
            path: [check.id for check in _relevant_checks(checks, self.contract, path) if self._can_judge(check, path)]
            for path in self.operations
        }
        self.unusable = [unusable_finding(problem) for problem in self._result({}, interrupted=False).unusable]
        if self.unusable and self.operations:
            self.checks[self.operations[0]].append(UNUSABLE.id)
        self.selected = frozenset((path, check) for path, checks in self.checks.items() for check in checks)

    def markers(self) -> dict[str, str]:
        """The markers of the tests, with descriptions: families of checks, and operations."""
        families = {family: f"the checks of the family {family}" for family in sorted(set(self.families.values()))}
        return families | {path: f"the operation {path}" for path in self.operations if path != PACKAGE}

    def _open(self) -> WorkerPool[EngineOpened]:
        """The workers, which are started when they are first needed."""
        if self.pool is None:
            self.pool = self.closing.enter_context(worker_pool(self.plan.environment, self.plan.opening))
        return self.pool

    def _is_loaded(self, check: Check[Any]) -> bool:
        """Whether the workers have the check, too: one of the project may not be importable there."""
        return check not in own_checks().checks or check.id in self.opened.own_checks

    def _can_judge(self, check: Check[Any], path: str) -> bool:
        """Whether the check has something to compare with: a document, or recordings of the operation."""
        if check.family == "live":
            return check.replayed and path in self.opened.recorded.operations
        return check.family != "spec" or self.settings.spec is not None

    def _contract(self) -> Contract:
        """The contract that decides which checks apply: the approved one, or the SDK's own declarations."""
        if self.opened.approved is None:
            return store.from_json(learn_contract(self._open()))
        name = self.settings.approved or self.opened.approved
        contract = store.load(Path(name) if name.endswith(".json") else self.target.approved_file(name))
        return contract.without(self.target.excludes)

    def close(self) -> None:
        """End the worker. A later request starts another."""
        self.pool = None
        self.closing.close()

    def result(self, operation: str) -> OperationJudged | WorkerDeath:
        """The result of a worker for an operation, or the end of the worker."""
        left_out = left_out_result(self.plan.opening.operations, operation)
        if left_out is not None:
            self.results[operation] = left_out
        if operation not in self.results:
            self.results[operation] = self._open().ask(JudgeOperation(operation=operation), OPERATION_SECONDS)
        return self.results[operation]

    def judgement(self, operation: str, check: str) -> Judgement:
        """The findings of one check, or the reason why the operation could not be judged."""
        if check == UNUSABLE.id:
            return Judgement(findings=self.unusable)
        result = self.result(operation)
        crash = coverage_of(operation, result).crash
        if crash:
            return Judgement(crash=f"{operation} could not be judged.\n{crash}")
        if operation not in self.judgements:
            self.judgements[operation] = self._judgements(operation, result)
        return self.judgements[operation][check]

    def _judgements(self, operation: str, result: OperationJudged | WorkerDeath) -> dict[str, Judgement]:
        """By check. A finding of a check that was not expected to apply belongs to the operation's first test."""
        report = self._report({operation: result}, interrupted=False)
        absent = report.operations[0].not_covered
        judgements = {check: Judgement(absent=absent.get(check)) for check in self.checks[operation]}
        first = next(iter(judgements.values()))
        for finding in report.findings:
            if finding.check != UNUSABLE.id and operation == self._reporting_operation(finding, operation):
                judgements.get(finding.check, first).findings.append(finding)
        for stale in report.stale:
            judgements.get(stale.finding.partition(": ")[0], first).stale.append(stale)
        return judgements

    def _reporting_operation(self, finding: Finding, operation: str) -> str:
        """The operation whose test reports a finding.

        A known one is reported by every operation that shows it, a new one whose cause is elsewhere by the first.
        """
        if operation == PACKAGE or finding.known is not None or not finding.shared:
            return operation
        for path in self.operations:
            if path == operation:
                break
            result = self.result(path) if (path, finding.check) in self.selected and path != PACKAGE else None
            if isinstance(result, OperationJudged) and self._shows(path, result, finding.id):
                return path
        return operation

    def _shows(self, path: str, result: OperationJudged, finding_id: str) -> bool:
        """Whether an operation has the same new finding."""
        if all(finding.id != finding_id for finding in result.findings):
            return False
        report = self._report({path: result}, interrupted=False)
        return any(finding.id == finding_id and finding.known is None for finding in report.findings)

    def report(self, selected: Sequence[str], notes: Sequence[str]) -> Report:
        """The report of everything that was judged, of the operations that were selected."""
        report = self._report(self.results, interrupted=not self.results.keys() >= set(selected))
        return replace(report, notes=(*report.notes, *notes))

    def _report(self, results: Judged, *, interrupted: bool) -> Report:
        return build_report(self._result(results, interrupted=interrupted))

    def _result(self, results: Judged, *, interrupted: bool) -> RunResult:
        return check_result(self.plan, self.opened, results, interrupted=interrupted)


def _relevant_checks(checks: Sequence[Check[Any]], contract: Contract, path: str) -> Sequence[Check[Any]]:
    """The checks that can apply to an operation; all of them for one that the contract does not have."""
    of_package: Sequence[Check[Any]] = (*checks_of(Package), *checks_of(Runtime))
    if path == PACKAGE:
        return [check for check in of_package if check in checks]
    of_operation = [check for check in checks if check not in of_package]
    declared = [operations[path] for operations in contract.twins.values() if path in operations]
    if not declared:
        return of_operation
    return [check for check in of_operation if any(check.relevant(operation) for operation in declared)]


def decode_result(line: str) -> OperationJudged | WorkerDeath:
    """The result of an operation, as another process of the session sent it."""
    result = decode(line)
    assert isinstance(result, OperationJudged | WorkerDeath)  # noqa: S101  # nothing else is sent
    return result
