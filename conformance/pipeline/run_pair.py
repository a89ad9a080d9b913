"""Running: the same calls, answers and programs on two releases at the same time, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from conformance.cassettes.interaction import Interaction
from conformance.cassettes.replay import Recording, recordings_for
from conformance.change import Difference
from conformance.contract.model import TWINS
from conformance.errors import WorkerDied
from conformance.finding import PACKAGE
from conformance.pipeline.console import Progress
from conformance.pipeline.releases import Release
from conformance.upgrade.observe.compare import compare_client_defaults, compare_observations
from conformance.upgrade.pair import OperationComparison, ReleasePair, ScenarioResult
from conformance.upgrade.scenarios import ScenarioStep, scenario_result
from conformance.upgrade.witness.outcome import Outcome, ScriptedSnippet
from conformance.workers.pool import Message

EXAMPLES: Final = 1  # drawn calls of each operation, besides those without chance


@dataclass(frozen=True)
class RunPlan:
    """What both releases are asked, besides what their contracts say: programs, and answers that a server gave."""

    seed: int
    steps: tuple[ScenarioStep, ...]
    recorded: Mapping[str, tuple[Interaction, ...]]

    def of(self, path: str, release: str) -> list[Recording]:
        """The recorded calls of an operation; of each server those that the nearest release recorded."""
        return recordings_for(self.recorded.get(path, ()), release)

    def about(self, path: str, release: str) -> Message:
        """To observe one operation."""
        recorded = [
            {
                "label": f"{each.name} {number}",
                "arguments": None if each.call is None else each.steps[0].arguments,
                "responses": [[r.status, r.headers, r.content.decode("latin-1")] for r in each.script],
            }
            for number, each in enumerate(self.of(path, release), start=1)
        ]
        return {"do": "observe", "operation": path, "recorded": recorded}

    def attempts(self) -> Iterator[Message]:
        """To try every program."""
        for step in self.steps:
            yield {"do": "try", **ScriptedSnippet(step.code).to_json()}


def run(
    old: Release, new: Release, pair: ReleasePair, questions: RunPlan, progress: Progress
) -> tuple[ReleasePair, bool]:
    """The pair with what the same calls and programs did on both, and whether the user has stopped it.

    What was seen before an interruption is kept.
    """
    _promise(old, new, pair, questions.seed)
    compared: dict[str, OperationComparison] = {}
    ended: list[ScenarioResult] = []
    paths = [path for path in pair.old.contract.paths() if _is_shared(path, pair)] if pair.old.contract else []
    asked = [PACKAGE, *paths]  # the package itself: what a client is set to
    total = len(asked) + len(questions.steps)
    to_observe = [questions.about(path, pair.old.version) for path in asked]
    interrupted = False
    try:
        with _lanes(old, new) as lanes:
            for told in [lane.submit(each.ask, each.expectation) for each, lane in lanes]:
                told.result()
            for path, (one, other) in zip(asked, _answers(lanes, to_observe), strict=True):
                compared[path] = _compared(path, one, other, pair)
                progress(len(compared), total, path)
            for step, (one, other) in zip(questions.steps, _answers(lanes, questions.attempts()), strict=True):
                ended.append(scenario_result(step, _outcome(one), _outcome(other)))
                progress(len(compared) + len(ended), total, step.group)
    except KeyboardInterrupt:
        interrupted = True
    replayed = sum(len(each.steps) for path in compared for each in questions.of(path, pair.old.version))
    return replace(pair, comparisons=compared, scenarios=tuple(ended), recordings=replayed), interrupted


def _promise(old: Release, new: Release, pair: ReleasePair, seed: int) -> None:
    """What both workers have to know to make the same calls and answers."""
    names = pair.alignment
    for each, side in ((old, "old"), (new, "new")):
        each.expectation = {
            "do": "promise",
            "contracts": [old.contract_text, new.contract_text],
            "side": side,
            "renamed": {
                "operations": dict(names.operations),
                "definitions": dict(names.definitions),
                "parameters": [[path, was, now] for (path, was), now in sorted(names.parameters.items())],
            },
            "examples": EXAMPLES,
            "seed": seed,
        }


def _is_shared(path: str, pair: ReleasePair) -> bool:
    """The operation is there on both sides, by whatever name."""
    new = pair.new.contract
    return new is not None and new.operation(pair.alignment.operations.get(path, path)) is not None


Lanes = list[tuple[Release, ThreadPoolExecutor]]


@contextmanager
def _lanes(*releases: Release) -> Iterator[Lanes]:
    """One thread for each release, so that both work at the same time. What was not begun is dropped at the end."""
    lanes = [(each, ThreadPoolExecutor(1)) for each in releases]
    try:
        yield lanes
    finally:
        for _, lane in lanes:
            lane.shutdown(cancel_futures=True)


def _answers(lanes: Lanes, questions: Iterable[Message]) -> Iterator[tuple[Message, ...]]:
    """What the releases answer to each question, `{"died": ...}` where that ended the worker."""
    asked = list(questions)
    yield from zip(
        *(lane.map(lambda question, each=each: _answer(each, question), asked) for each, lane in lanes), strict=True
    )


def _answer(release: Release, question: Message) -> Message:
    try:
        return release.ask(question)
    except WorkerDied as died:
        return {"died": str(died).splitlines()[-1]}


def _compared(path: str, old: Message, new: Message, pair: ReleasePair) -> OperationComparison:
    """What differs between the observations of an operation. A worker that ended is what differs, too."""
    was, now = (str(side.get("died", "")) for side in (old, new))
    if path == PACKAGE:
        return OperationComparison(0) if was or now else compare_client_defaults(old, new)
    if not was and not now:
        return compare_observations(path, old, new, pair.alignment.definitions)  # type: ignore[arg-type]  # as the worker sends it
    if was == now:
        return OperationComparison(0)
    ended = Difference(
        operation=path,
        facet="raised",
        part="",
        before=was or "the call comes back",
        after=now or "the call comes back",
        twins=TWINS,
        call=f"client.{path}(...)",
        response="",
    )
    return OperationComparison(0, (ended,))


def _outcome(answer: Message) -> Outcome:
    return Outcome(stopped=answer["died"]) if "died" in answer else Outcome.from_json(answer)
