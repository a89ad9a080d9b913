"""`conformance mutants`: from the name of an SDK to a report. Read `mutants` first."""

from __future__ import annotations

import queue
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from conformance.contract import store
from conformance.errors import UsageError
from conformance.mutants.choose import choose_mutants, kinds_like
from conformance.mutants.kinds import KINDS
from conformance.mutants.mutant import Mutant
from conformance.pipeline.console import Console, tool_version
from conformance.pipeline.mutants.baseline import Baseline, baseline_key, learn_baseline
from conformance.pipeline.mutants.copies import Copied, copy_sdk
from conformance.pipeline.mutants.kept import KeptResults
from conformance.pipeline.mutants.subjects import SubjectFinder
from conformance.pipeline.mutants.trial import Trial
from conformance.report import MUTANT_FORMATS
from conformance.report.files import check_paths
from conformance.report.mutants.report import MutantResult, MutationReport
from conformance.settings import MutantSettings
from conformance.targets.cache import cache_key

DEFAULT_JOBS = 2


def mutants(settings: MutantSettings, console: Console) -> MutationReport:
    """Put faults into copies of an SDK, one at a time, and say which check notices each."""
    check_paths([Path(path) for path in settings.report], MUTANT_FORMATS)
    kinds = kinds_like(KINDS, settings.kinds)
    if not kinds:
        raise UsageError(
            f"--kinds {' '.join(settings.kinds)}: no kind of fault matches.\n"
            f"  Groups: {', '.join(sorted({kind.group for kind in KINDS}))}.\n"
            f"  Kinds: {', '.join(kind.id for kind in KINDS)}."
        )
    with tempfile.TemporaryDirectory(prefix="conformance-mutants-", ignore_cleanup_errors=True) as folder:
        copied = copy_sdk(settings, Path(folder), console)
        key = baseline_key(copied)
        baseline = learn_baseline(copied, key, settings.jobs, console)
        files = copied.sources()
        chosen, places = choose_mutants(files, kinds, seed=settings.seed, count=settings.count)
        kept = KeptResults(cache_key(key, str(settings.operations)), resume=settings.resume)
        results = {mutant.id: kept.found[mutant.id] for mutant in chosen if mutant.id in kept.found}
        left = [mutant for mutant in chosen if mutant.id not in results]
        console.print_line(f"{len(chosen)} faults of {len(kinds)} kinds, {len(results)} judged before")
        contract = store.load(Path(copied.plan.settings.approved or "") if _is_file(copied) else _approved(copied))
        finder = SubjectFinder(baseline, contract, files, settings.operations)
        with suppress(KeyboardInterrupt):
            for result in _judged(copied, baseline, finder, files, left, settings.jobs or DEFAULT_JOBS):
                results[result.id] = result
                kept.add(result)
                console.report_progress(len(results), len(chosen), f"{result.outcome}: {result.id}")
        return MutationReport(
            tool_version=tool_version(),
            target=copied.target.name,
            sdk=copied.target.distribution,
            sdk_version=copied.contents.version,
            sdk_origin=copied.origin.origin,
            approved=None if _is_file(copied) else copied.plan.settings.approved,
            seed=settings.seed,
            count=settings.count,
            min_score=settings.min_score,
            kinds={kind.id: kind.summary for kind in kinds},
            places=places,
            mutants=tuple(results[mutant.id] for mutant in chosen if mutant.id in results),
            interrupted=len(results) < len(chosen),
        )


def _is_file(copied: Copied) -> bool:
    """Whether the contract is that of the unaltered copy, which no release has approved."""
    return (copied.plan.settings.approved or "").endswith(".json")


def _approved(copied: Copied) -> Path:
    return copied.target.approved_file(copied.contents.version)


def _judged(
    copied: Copied,
    baseline: Baseline,
    finder: SubjectFinder,
    files: Mapping[str, str],
    chosen: Sequence[Mutant],
    jobs: int,
) -> Iterator[MutantResult]:
    """The result of each fault, as it is judged: each job has a copy of its own."""
    waiting: queue.SimpleQueue[Mutant] = queue.SimpleQueue()
    done: queue.SimpleQueue[MutantResult | BaseException] = queue.SimpleQueue()
    stopped, trials = threading.Event(), list[Trial]()
    for mutant in chosen:
        waiting.put(mutant)

    def work(number: int) -> None:
        try:
            environment = copied.environment_in(copied.folder.parent / f"copy-{number}")
            trial = Trial(environment, copied.plan.opening, baseline)
            trials.append(trial)
            while not stopped.is_set():
                try:
                    mutant = waiting.get_nowait()
                except queue.Empty:
                    return
                done.put(trial.run(mutant, files[mutant.path], finder.find(mutant)))
        except Exception as error:  # noqa: BLE001  # raised in the thread that waits
            done.put(error)

    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(min(jobs, len(chosen)))]
    for thread in threads:
        thread.start()
    try:
        for _ in chosen:
            item = done.get()
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stopped.set()
        for trial in trials:
            trial.stop()
        for thread in threads:
            thread.join()
