"""Sequences of calls find the defects of a small server, and show each in a few steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest

from conformance.checks import checks_of
from conformance.contract.extract import Extractor
from conformance.contract.model import Twin
from conformance.exchange.call_sdk import CallRequest, SdkRunner
from conformance.exchange.classify_response import FROM_SERVER, classify_response
from conformance.exchange.compare_value import ValueComparer
from conformance.exchange.model import Exchange, Expectation
from conformance.exchange.sequence import Sequence
from conformance.generate.call import Call
from conformance.generate.links import Links
from conformance.judging.fact_collector import FactCollector
from conformance.judging.finding_builder import FindingBuilder
from conformance.live.resource_context import ResourceContext
from conformance.live.sequence_explorer import (
    MAX_REQUESTS,
    MAX_SHRINK_REQUESTS,
    SequenceExplorer,
    sequence_explorer_for,
)
from conformance.live.sequence_runner import SequenceContext
from conformance.servers.ledger import Ledger
from conformance.targets.client import BASE_URL
from conformance.targets.live_recipe import LiveRecipe, ResourceRecipe
from conformance.wire import Request, Response, Wire, json_response
from tests.checks.sample_server import Projects
from tests.vocabulary import approved_contract, approved_operation, import_acme

FOR_CREATION: Final = {"title", "description", "state", "due", "labels"}
FOR_UPDATES: Final = {"title", "description", "score", "archived", "sortKey"}
IN_LIST: Final = 3


class Good(Projects):
    """Stores the written fields, without surrounding spaces, and refuses unknown ones."""

    def create(self, fields: dict[str, Any]) -> dict[str, Any]:
        return super().create({name: value for name, value in fields.items() if name in FOR_CREATION})

    def __call__(self, request: Request) -> Response:
        if request.method == "PATCH" and request.json.get("score") == 0.5:
            return json_response(400, {"detail": "refused", "validation_errors": {"score": ["too low"]}, "code": 7})
        return super().__call__(request)


class LosesAField(Good):
    def create(self, fields: dict[str, Any]) -> dict[str, Any]:
        shown = super().create(fields)
        self.stored[shown["id"]]["description"] = None
        return shown


class DoesNotListTheNewest(Good):
    def list(self, query: Mapping[str, str], ids: list[int]) -> dict[str, Any]:
        page = super().list(query, ids)
        newest = max(self.stored, default=0)
        return {**page, "results": [item for item in page["results"] if item["id"] != newest]}


class DeletesNothing(Good):
    def delete(self, number: int) -> Response:
        return Response(204)


class ListsWhatIsDeleted(Good):
    def __init__(self) -> None:
        super().__init__()
        self.ghosts: list[dict[str, Any]] = []

    def delete(self, number: int) -> Response:
        self.ghosts.append(self.stored[number])
        return super().delete(number)

    def list(self, query: Mapping[str, str], ids: list[int]) -> dict[str, Any]:
        page = super().list(query, ids)
        return page if query.get("page", "1") != "1" else {**page, "results": [*page["results"], *self.ghosts]}


class ResetsOthers(Good):
    def update(self, number: int, fields: dict[str, Any]) -> dict[str, Any]:
        return super().update(number, {"description": None, **fields})


class IgnoresUpdates(Good):
    def update(self, number: int, fields: dict[str, Any]) -> dict[str, Any]:
        return dict(self.stored[number])


class EchoesUpdates(Good):
    def update(self, number: int, fields: dict[str, Any]) -> dict[str, Any]:
        return {**self.stored[number], **fields}


BROKEN: Final[list[tuple[type[Good], str, int]]] = [
    (LosesAField, "created_value_not_stored: projects.create.description", 2),
    (DoesNotListTheNewest, "created_not_listed: projects.list", 2),
    (DeletesNothing, "deleted_still_exists: projects.delete.read", 3),
    (ListsWhatIsDeleted, "deleted_still_exists: projects.delete.list", 3),
    (ResetsOthers, "update_changed_other_field: projects.update.description", 5),
    (IgnoresUpdates, "update_not_applied: projects.update.title", 3),
    (EchoesUpdates, "update_not_applied: projects.update.title", 3),
]


@dataclass
class Bench:
    """Acme, and sequences of its calls on a server."""

    runner: SdkRunner
    requests: list[Request]

    def context(self, wire: Wire, *, seed: int, examples: int) -> SequenceContext:
        def record_request(request: Request) -> Response:
            self.requests.append(request)
            return wire(request)

        self.requests.clear()
        self.runner.script.fallback = record_request
        recipe = LiveRecipe(resources={"project": ResourceRecipe(arguments={"title": "{unique}"})})
        resources = ResourceContext(
            links=Links(approved_contract(), recipe), recipe=recipe, models=approved_contract().models,
            ledger=Ledger(None, server=BASE_URL, tag="1"), call_sdk=self.call_sdk, send=record_request, emulators={},
            sdk_version="1.0.0", server_version="1.0.0", managed=True,
        )  # fmt: skip
        return SequenceContext(
            resources=resources, call_sdk=self.call_sdk, request_count=lambda: len(self.requests),
            server_gone=lambda: False, examples=examples, seed=seed, known=(),
        )  # fmt: skip

    def call_sdk(self, call: Call, twin: Twin = "sync") -> Exchange:
        operation = approved_operation(call.operation)
        expectation = Expectation(
            operation=operation, models=approved_contract().models, approved=True, attempts={},
            comparer=ValueComparer(approved_contract().models), headers={}, base_url=BASE_URL,
            error_base="core.api_error.ApiError",
        )  # fmt: skip
        (made,) = self.runner.run([CallRequest(expectation=expectation, twin=twin, call=call, scripted=FROM_SERVER)])
        return replace(made, scripted=classify_response(made.scripted.responses, conforming=True))

    def explore(self, wire: Wire, *, seed: int = 0, examples: int = 10) -> tuple[FactCollector, SequenceExplorer]:
        collector = FactCollector("projects.create")
        explorer = sequence_explorer_for(
            self.context(wire, seed=seed, examples=examples), approved_operation("projects.create"), collector
        )
        assert explorer is not None
        explorer.judge_all()
        assert collector.crash is None, collector.crash
        return collector, explorer


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """Acme, ready for calls."""
    sdk = import_acme()
    yield Bench(SdkRunner(sdk, Extractor(sdk).annotations.classes), [])
    sdk.close()


@pytest.mark.parametrize("seed", range(30))
def test_a_correct_server_has_no_findings(bench: Bench, seed: int) -> None:
    collector, _ = bench.explore(Good(), seed=seed)
    assert collector.facts == {}
    assert all(collector.check_counts[check.id] for check in checks_of(Sequence))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("server", "expected", "steps"), BROKEN)
def test_a_defect_is_shown_in_a_few_steps(
    bench: Bench, server: Callable[[], Wire], expected: str, steps: int, seed: int
) -> None:
    collector, _ = bench.explore(server(), seed=seed)
    assert expected in collector.facts
    assert {identity.split(":")[0] for identity in collector.facts} == {expected.split(":", maxsplit=1)[0]}
    assert len(collector.facts[expected][1].steps) == steps


def test_the_evidence_of_a_sequence_has_all_its_calls(bench: Bench) -> None:
    collector, _ = bench.explore(DeletesNothing())
    found = next(
        finding for finding in FindingBuilder(bench.runner.sdk.target).build(collector) if finding.part == "read"
    )
    assert found.evidence is not None
    called = [line.split("(")[0] for line in found.evidence.call.splitlines()]
    assert called == ["client.projects.create", "client.projects.delete", "client.projects.get"]


def test_a_shrunk_sequence_sends_one_optional_field(bench: Bench) -> None:
    collector, _ = bench.explore(LosesAField())
    create = collector.facts["created_value_not_stored: projects.create.description"][1].steps[0]
    assert set(create.call.arguments) == {"title", "description"}


@pytest.mark.slow
def test_the_number_of_requests_is_bounded(bench: Bench) -> None:
    for server in (Good(), IgnoresUpdates()):
        _, explorer = bench.explore(server, examples=500)
        made = [request for request in bench.requests if request.method == "POST"]
        assert explorer.runner.budget_spent
        assert len(bench.requests) - len(made) < MAX_REQUESTS + MAX_SHRINK_REQUESTS + IN_LIST


def test_everything_created_is_removed(bench: Bench) -> None:
    server = Good()
    bench.explore(server)
    assert server.stored == {}


def test_names_keep_the_prefix_of_the_run(bench: Bench) -> None:
    bench.explore(Good(), examples=20)
    titles = [r.json["title"] for r in bench.requests if r.method in {"POST", "PATCH"} and "title" in r.json]
    assert titles
    assert all(title.startswith("conformance-1-") for title in titles)


def test_the_same_seed_sends_the_same_requests(bench: Bench) -> None:
    sent = []
    for seed in (5, 5, 6):
        bench.explore(Good(), seed=seed)
        sent.append([(r.method, r.url, r.content) for r in bench.requests])
    assert sent[0] == sent[1] != sent[2]


def test_both_clients_are_called(bench: Bench) -> None:
    _, explorer = bench.explore(Good())
    twins = {step.exchange.twin for result in explorer.results.values() for step in result.sequence.steps}
    assert twins == {"sync", "async"}


def test_a_refused_update_is_no_finding(bench: Bench) -> None:
    class Refuses(Good):
        def __call__(self, request: Request) -> Response:
            if request.method == "PATCH":
                return json_response(400, {"detail": "refused", "code": 7})
            return super().__call__(request)

    collector, _ = bench.explore(Refuses())
    assert collector.facts == {}
    assert collector.check_counts["update_not_applied"] == 0
