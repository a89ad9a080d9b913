"""The same calls, responses and programs on two releases at the same time, and where the results differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from conformance.cassettes.interaction import Interaction
from conformance.cassettes.replay import Recording, recordings_for
from conformance.change import Difference
from conformance.contract.model import TWINS
from conformance.finding import PACKAGE
from conformance.pipeline.console import Console
from conformance.pipeline.observations import OBSERVATIONS, ObservedSide
from conformance.pipeline.releases import Release
from conformance.scenarios.load import ScenarioStep
from conformance.scenarios.outcome import Outcome
from conformance.upgrade.observe.compare import compare_client_defaults, compare_observations
from conformance.upgrade.observe.recorded_call import RecordedCall
from conformance.upgrade.observe.renames import Renames
from conformance.upgrade.pair import OperationComparison, ReleasePair, ScenarioResult
from conformance.workers.messages import (
    ConfigureObserver,
    DefaultsObserved,
    ObserveDefaults,
    ObserveOperation,
    OperationObserved,
    RunSnippet,
    WorkerDeath,
    WorkerRequest,
)

R = TypeVar("R")
EXAMPLES: Final = 1  # generated calls of each operation, besides those that do not depend on the seed


@dataclass(frozen=True, kw_only=True)
class RunPlan:
    """The programs and recorded calls that run on both releases, besides generated calls.

    `only` are the operations to call, by their old names, None for all.
    """

    seed: int
    steps: tuple[ScenarioStep, ...]
    recorded: Mapping[str, tuple[Interaction, ...]]
    only: frozenset[str] | None = None

    def recordings(self, path: str, release: str) -> list[Recording]:
        """The recorded calls of an operation; of each server those that the nearest release recorded."""
        return recordings_for(self.recorded.get(path, ()), release)

    def observe_request(self, path: str, release: str) -> ObserveOperation:
        """The request to observe one operation."""
        recorded = [
            RecordedCall(
                label=f"{recording.name} {number}",
                arguments=None if recording.call is None else recording.steps[0].arguments,
                responses=recording.responses,
            )
            for number, recording in enumerate(self.recordings(path, release), start=1)
        ]
        return ObserveOperation(operation=path, recorded=tuple(recorded))


def run_pair(
    old: Release, new: Release, pair: ReleasePair, plan: RunPlan, console: Console
) -> tuple[ReleasePair, bool]:
    """The pair with what the same calls and programs did on both releases, and whether the user interrupted.

    What was compared before an interruption is kept.
    """
    paths = [path for path in pair.old.contract.paths() if _is_shared(path, pair)] if pair.old.contract else []
    paths = [path for path in paths if plan.only is None or path in plan.only]
    total = 1 + len(paths) + len(plan.steps)  # 1: the client's defaults
    to_observe = [plan.observe_request(path, pair.old.version) for path in paths]
    programs = [RunSnippet(snippet=step.snippet) for step in plan.steps]
    compared: dict[str, OperationComparison] = {}
    scenarios: list[ScenarioResult] = []
    interrupted = False
    try:
        with both_at_once(_observed_sides(old, new, pair, plan.seed)) as threads:
            for defaults in _ask_both(threads, [ObserveDefaults()]):
                compared[PACKAGE] = _compare_defaults(*defaults)
                console.report_progress(len(compared), total, PACKAGE)
            for path, observed in zip(paths, _ask_both(threads, to_observe), strict=True):
                compared[path] = _compare_operation(path, *observed, pair)
                console.report_progress(len(compared), total, path)
            for step, outcomes in zip(plan.steps, _ask_both(threads, programs), strict=True):
                scenarios.append(ScenarioResult.of(step, *map(_outcome, outcomes)))
                console.report_progress(len(compared) + len(scenarios), total, step.group)
    except KeyboardInterrupt:
        interrupted = True
    OBSERVATIONS.prune()
    replayed = sum(len(recording.steps) for path in compared for recording in plan.recordings(path, pair.old.version))
    return replace(pair, comparisons=compared, scenarios=tuple(scenarios), recordings=replayed), interrupted


def _is_shared(path: str, pair: ReleasePair) -> bool:
    """Whether both releases have the operation, possibly under different names."""
    new = pair.new.contract
    return new is not None and new.operation(pair.alignment.operations.get(path, path)) is not None


def _observed_sides(old: Release, new: Release, pair: ReleasePair, seed: int) -> list[ObservedSide]:
    """Both releases, configured to make the same calls."""
    names = pair.alignment
    as_old = ConfigureObserver(
        old_contract=old.contract_text,
        new_contract=new.contract_text,
        side="old",
        renames=Renames(names.operations, names.definitions, names.parameters),
        examples=EXAMPLES,
        seed=seed,
    )
    sides = []
    for release, side, own in ((old, pair.old, as_old), (new, pair.new, replace(as_old, side="new"))):
        release.configure(own)
        sides.append(ObservedSide(release=release, side=side, releases=(old, new), configuration=own))
    return sides


Threads = list[tuple[ObservedSide, ThreadPoolExecutor]]


@contextmanager
def both_at_once(sides: Iterable[ObservedSide]) -> Iterator[Threads]:
    """One thread for each release, so that both work at the same time. What has not begun at the end is dropped.

    An interrupt ends what has begun, too: one operation may take minutes.
    """
    threads = [(side, ThreadPoolExecutor(1)) for side in sides]
    try:
        yield threads
    except KeyboardInterrupt:
        for _, thread in threads:
            thread.shutdown(wait=False, cancel_futures=True)
        for side, _ in threads:
            side.release.end_requests()
        raise
    finally:
        for _, thread in threads:
            thread.shutdown(cancel_futures=True)


def _ask_both(
    threads: Threads, requests: Iterable[WorkerRequest[R]]
) -> Iterator[tuple[R | WorkerDeath, R | WorkerDeath]]:
    """The responses of the old and the new release to each request."""
    waiting = list(requests)
    (old, old_thread), (new, new_thread) = threads
    yield from zip(old_thread.map(old.ask, waiting), new_thread.map(new.ask, waiting), strict=True)


def _compare_defaults(old: DefaultsObserved | WorkerDeath, new: DefaultsObserved | WorkerDeath) -> OperationComparison:
    if isinstance(old, WorkerDeath) or isinstance(new, WorkerDeath):
        return OperationComparison(0)
    return compare_client_defaults(old.settings, new.settings)


def _compare_operation(
    path: str, old: OperationObserved | WorkerDeath, new: OperationObserved | WorkerDeath, pair: ReleasePair
) -> OperationComparison:
    """The differences between the observations of an operation, including the end of a worker."""
    if isinstance(old, OperationObserved) and isinstance(new, OperationObserved):
        return compare_observations(path, old.observation, new.observation, pair.alignment.definitions)
    before, after = (end.summary if isinstance(end, WorkerDeath) else "the call returns" for end in (old, new))
    if before == after:
        return OperationComparison(0)
    ended = Difference(
        operation=path,
        facet="raised",
        part="",
        before=before,
        after=after,
        twins=TWINS,
        call=f"client.{path}(...)",
        response="",
    )
    return OperationComparison(0, (ended,))


def _outcome(result: Outcome | WorkerDeath) -> Outcome:
    return Outcome(stopped=result.summary) if isinstance(result, WorkerDeath) else result
