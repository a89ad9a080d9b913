"""One fault: it is put into a copy, and what it can affect is judged until a check notices it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from conformance.errors import ConformanceError
from conformance.finding import PACKAGE, Finding
from conformance.mutants.mutant import Mutant
from conformance.mutants.place import names_place
from conformance.pipeline.mutants.baseline import Baseline
from conformance.pipeline.mutants.copies import altered
from conformance.pipeline.mutants.subjects import Subjects
from conformance.report.mutants.report import MutantResult
from conformance.targets.environment import Environment
from conformance.text import brief, counted
from conformance.workers.messages import EngineOpened, JudgeOperation, OpenEngine, OperationJudged, WorkerDeath
from conformance.workers.pool import WorkerPool, worker_pool

OPERATION_SECONDS: Final = 120.0
PACKAGE_SECONDS: Final = 420.0
MEMORY: Final = 4096  # MB, for one worker
MAX_FINDINGS: Final = 6  # of one fault, in its result
MAX_SUBJECTS: Final = 2  # judged after the first, where a check noticed a fault without naming its place
IMPORT: Final = "(import)"
ENDED: Final = "(worker)"
CRASHED: Final = "(crash)"


class Trial:
    """Judges faults in one copy of an SDK, one after the other."""

    def __init__(self, environment: Environment, opening: OpenEngine, baseline: Baseline) -> None:
        self.environment, self.baseline = environment, baseline
        self.opening = replace(opening, known_ids=tuple(sorted(baseline.known)), memory=MEMORY)
        self.pool: WorkerPool[EngineOpened] | None = None

    def stop(self) -> None:
        """End the running trial, from another thread: its result means nothing."""
        if self.pool is not None:
            self.pool.close()

    @contextmanager
    def _opened(self, path: str, text: str) -> Iterator[WorkerPool[EngineOpened]]:
        """Workers for a copy in which one file has another text."""
        folder = self.environment.search_path[0]
        with altered(folder, path, text), worker_pool(self.environment, self.opening) as self.pool:
            yield self.pool

    def run(self, mutant: Mutant, text: str, subjects: Subjects) -> MutantResult:
        """The outcome of a fault in a file with this text."""
        result = MutantResult(
            id=mutant.id, kind=mutant.kind, group=mutant.group, side=mutant.side, file=mutant.path, line=mutant.line,
            function=", ".join(mutant.functions) or mutant.owner, outcome="survived", diff=mutant.diff(text),
            running=subjects.running,
        )  # fmt: skip
        if not subjects.names:
            return replace(
                result, outcome="not run", reason="no operation and no check of the package calls its function"
            )
        with self._opened(mutant.path, mutant.applied(text)) as pool:
            try:
                opened = pool.open()
            except ConformanceError as error:
                return self._noticed(result, mutant, IMPORT, IMPORT, str(error))
            names = [name for name in subjects.names if name == PACKAGE or name in opened.paths]
            missing = [name for name in subjects.names if name not in {PACKAGE, *opened.paths}]
            names += [PACKAGE] if missing and PACKAGE not in names else []
            judged = self._judge(pool, names, result, mutant, subjects)
        if judged.outcome == "survived" and not mutant.in_function and not subjects.running:
            return replace(judged, outcome="not run", reason=f"no operation uses what it declares; {judged.reason}")
        if judged.outcome == "survived" and not self._reached(mutant, text, names):
            return replace(judged, outcome="not run", reason=f"its statement is not reached; {judged.reason}")
        return judged

    def _judge(
        self,
        pool: WorkerPool[EngineOpened],
        names: Iterable[str],
        result: MutantResult,
        mutant: Mutant,
        subjects: Subjects,
    ) -> MutantResult:
        judged, noticed = list(names), None
        for number, name in enumerate(judged):
            if noticed is not None and (noticed.named or number > MAX_SUBJECTS):
                break
            seconds = PACKAGE_SECONDS if name == PACKAGE else OPERATION_SECONDS
            try:
                response = pool.ask(JudgeOperation(operation=name), seconds)
            except ConformanceError as error:
                return noticed or self._noticed(result, mutant, name, ENDED, str(error))
            if isinstance(response, WorkerDeath):
                return noticed or self._noticed(result, mutant, name, ENDED, response.summary)
            found = self._compare(result, mutant, name, response, subjects)
            noticed = found if found is not None and (noticed is None or found.named) else noticed
        if noticed is not None:
            return noticed
        operations = len([name for name in judged if name != PACKAGE])
        whole = " and the package" if PACKAGE in judged else ""
        return replace(
            result,
            judged=operations,
            reason=f"judged with {operations} of {counted(subjects.running, 'operation')} that can show it{whole}",
        )

    def _reached(self, mutant: Mutant, text: str, names: Iterable[str]) -> bool:
        """Whether a subject reaches a statement of the fault, in the unaltered file; True where that is not known."""
        folder: Path = self.environment.search_path[0]
        mark = folder.parent / f"{folder.name}-reached"
        mark.unlink(missing_ok=True)
        probed = mutant.probed(text, str(mark))
        if probed is None:
            return True
        with self._opened(mutant.path, probed) as pool, suppress(ConformanceError):
            pool.open()
            for name in names:
                if mark.exists():
                    break
                pool.ask(JudgeOperation(operation=name), PACKAGE_SECONDS)
        return mark.exists()

    def _compare(
        self, result: MutantResult, mutant: Mutant, name: str, response: OperationJudged, subjects: Subjects
    ) -> MutantResult | None:
        """The result where the judged operation shows something new, or not what it showed before; otherwise None."""
        new = [finding for finding in response.findings if finding.id not in self.baseline.known]
        if new:
            return replace(
                result,
                outcome="noticed",
                subject=name,
                checks=tuple(sorted({finding.check for finding in new})),
                findings=tuple(_line(finding) for finding in new[:MAX_FINDINGS]),
                named=any(names_place(finding, mutant, subjects.owners) for finding in new),
            )
        if response.coverage.crash is not None:
            return self._noticed(result, mutant, name, CRASHED, response.coverage.crash)
        lost = self.baseline.findings.get(name, frozenset()) - {finding.id for finding in response.findings}
        if lost:
            first = sorted(lost)
            checks = tuple(sorted({identity.partition(":")[0] for identity in lost}))
            return replace(
                result,
                outcome="noticed",
                subject=name,
                checks=checks,
                findings=tuple(f"no longer occurs: {identity}" for identity in first[:MAX_FINDINGS]),
                named=name in subjects.owners or name == PACKAGE,
            )
        return None

    def _noticed(self, result: MutantResult, mutant: Mutant, name: str, check: str, text: str) -> MutantResult:
        """A fault that ended the import, the process or a check: the run fails, and says where."""
        names = {mutant.path, mutant.path.removesuffix(".py").replace("/", "."), mutant.owner, *mutant.functions} - {""}
        last = brief(text.strip().rpartition("\n")[2])
        return replace(
            result,
            outcome="noticed",
            subject=name,
            checks=(check,),
            findings=(last,),
            named=any(known in text for known in names),
        )


def _line(finding: Finding) -> str:
    return f"{finding.id}: {brief(finding.message)}"
