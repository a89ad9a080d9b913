"""Run: the SDK of one pytest session, opened once and judged operation by operation, as tests ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from conformance.checks import CHECKS, checks_of
from conformance.checks.check import Check
from conformance.checks.subjects import Package
from conformance.contract import store
from conformance.contract.extract import types_of
from conformance.contract.model import Contract
from conformance.errors import WorkerDied
from conformance.finding import PACKAGE, Finding
from conformance.pipeline.check import environment_for, known_deviations, opening, report_of
from conformance.pipeline.reporting import select
from conformance.report.files import check_paths
from conformance.report.report import Report
from conformance.settings import CheckSettings
from conformance.suite.judgement import Judgement
from conformance.targets.target import load_target
from conformance.workers.pool import Message, WorkerPool, worker_pool

_PACKAGE_CHECKS = checks_of(Package)
_OPERATION_CHECKS = tuple(check for check in CHECKS if check.judges is not Package)


class Run:
    """Judges each operation once, whatever number of tests asks. Raises ConformanceError like `conformance check`.

    `answers` are what workers said of each operation; the controller of several pytest processes collects theirs.
    """

    def __init__(self, settings: CheckSettings, tell: Callable[[str], None]) -> None:
        check_paths([Path(path) for path in settings.report])
        self.settings, self.target = settings, load_target(settings.target)
        self.known = known_deviations(settings, self.target)
        self.environment = environment_for(settings, self.target, tell)
        self.closing = ExitStack()
        self.hands: WorkerPool | None = None
        self.answers: dict[str, Message] = {}
        self.judgements: dict[str, dict[str, Judgement]] = {}
        try:
            self.opened: Message = self._open()
            self.operations = select(self.opened["paths"], settings.operation)
            self.contract = self._contract()
        except BaseException:
            self.close()
            raise
        self.checks = {
            path: [check.id for check in _relevant(self.contract, path) if self._can_judge(check, path)]
            for path in self.operations
        }
        self.selected = frozenset((path, check) for path, checks in self.checks.items() for check in checks)

    def _open(self) -> Message:
        self.hands = self.closing.enter_context(
            worker_pool(self.environment, opening(self.settings, self.target, self.known))
        )
        return self.hands.open()

    def _can_judge(self, check: Check[Any], path: str) -> bool:
        """What the check compares with is there: a document, or recordings of the operation."""
        if check.family == "live":
            return check.replayed and path in self.opened["recorded"]["operations"]
        return check.family != "spec" or self.settings.spec is not None

    def _contract(self) -> Contract:
        """What tells which checks can apply: the approved contract, or what the SDK says of itself."""
        approved: str | None = self.opened["approved"]
        if approved is None:
            assert self.hands is not None  # noqa: S101  # opened just before
            return store.from_json(self.hands.ask({"do": "contract"})["contract"])
        named = self.settings.approved or approved
        return store.load(Path(named) if named.endswith(".json") else self.target.approved_file(named))

    def close(self) -> None:
        """End the worker. What is asked for later starts another."""
        self.hands = None
        self.closing.close()

    def answer(self, operation: str) -> Message:
        """What a worker says of an operation. A worker that dies of it is told in the answer, and replaced."""
        if operation not in self.answers:
            try:
                if self.hands is None:
                    self._open()
                assert self.hands is not None  # noqa: S101  # opened just before
                self.answers[operation] = self.hands.ask({"do": "judge", "operation": operation})
            except WorkerDied as died:
                self.answers[operation] = {"died": str(died)}
                self.close()
        return self.answers[operation]

    def judgement(self, operation: str, check: str) -> Judgement:
        """What one check found, or why the operation could not be judged."""
        answer = self.answer(operation)
        crash = answer.get("died") or answer["coverage"]["crash"]
        if crash:
            return Judgement(crash=f"{operation} could not be judged.\n{crash}")
        if operation not in self.judgements:
            self.judgements[operation] = self._judgements(operation, answer)
        return self.judgements[operation][check]

    def _judgements(self, operation: str, answer: Message) -> dict[str, Judgement]:
        """By check. What is found although its check was not expected to apply goes to the operation's first test."""
        report = self._report({operation: answer}, interrupted=False)
        absent = report.operations[0].not_covered
        made = {check: Judgement(absent=absent.get(check)) for check in self.checks[operation]}
        first = next(iter(made.values()))
        for finding in report.findings:
            if operation == self._home(finding, operation):
                made.get(finding.check, first).findings.append(finding)
        for stale in report.stale:
            made.get(stale.finding.partition(": ")[0], first).stale.append(stale)
        return made

    def _home(self, finding: Finding, operation: str) -> str:
        """The operation whose test tells a finding: for a fact about a model, the first that reports it."""
        if operation in {PACKAGE, finding.operation}:
            return operation
        for path in sorted(self.contract.paths()):
            if path == operation:
                break
            candidate = (path, finding.check) in self.selected and finding.operation in self._models(path)
            if candidate and any(finding.id == other["id"] for other in self.answer(path).get("findings", ())):
                return path
        return operation

    @cache  # noqa: B019  # a session has one run
    def _models(self, path: str) -> frozenset[str]:
        """The names of the models that an operation mentions."""
        declared = [operations[path] for operations in self.contract.twins.values() if path in operations]
        types = (kind for operation in declared for kind in types_of(operation))
        return frozenset(model.name for model in self.contract.reachable(*types))

    def report(self, selected: Sequence[str], notes: Sequence[str]) -> Report:
        """The report of everything that was judged, of the operations that were to be."""
        report = self._report(self.answers, interrupted=not self.answers.keys() >= set(selected))
        return replace(report, notes=(*report.notes, *notes))

    def _report(self, answers: Mapping[str, Message], *, interrupted: bool) -> Report:
        return report_of(
            self.settings, self.target, self.environment, self.opened, dict(answers), self.known, interrupted
        )


def _relevant(contract: Contract, path: str) -> Sequence[Check[Any]]:
    """The checks that can apply to an operation; all of them where the contract does not know it."""
    if path == PACKAGE:
        return _PACKAGE_CHECKS
    declared = [operations[path] for operations in contract.twins.values() if path in operations]
    if not declared:
        return _OPERATION_CHECKS
    return [check for check in _OPERATION_CHECKS if any(check.relevant(operation) for operation in declared)]
