"""A small server of acme's projects for checks of live responses. Fixtures change one thing of it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from conformance.checks import checks_of
from conformance.contract.extract import Extractor
from conformance.exchange.call_sdk import CallRequest, SdkRunner
from conformance.exchange.compare_value import ValueComparer
from conformance.exchange.model import Exchange, Expectation, LiveObservation
from conformance.exchange.sequence import Sequence, Step, StepKind
from conformance.exchange.validate_payload import PayloadValidator
from conformance.finding import Finding
from conformance.generate.call import Call
from conformance.generate.responses import ResponseScript
from conformance.judging.fact_collector import FactCollector
from conformance.judging.finding_builder import FindingBuilder
from conformance.targets.client import BASE_URL
from conformance.wire import Request, Response, Wire, json_response
from tests.vocabulary import Alter, approved_contract, approved_operation, import_acme

Planned = tuple[str, StepKind, dict[str, Any]]  # operation, kind of step, arguments
START: Final = dt.datetime(2025, 3, 4, 5, 6, 7, tzinfo=dt.timezone.utc)
PROBLEM: Final = {"detail": "refused", "code": 7}


class Projects:
    """A correct server. It counts reads in `task_count`, which no request can set."""

    def __init__(self, *titles: str) -> None:
        self.numbers = itertools.count(1)
        self.stored: dict[int, dict[str, Any]] = {}
        for title in titles:
            self.create({"title": title})

    def __call__(self, request: Request) -> Response:
        number = next((int(part) for part in request.path.split("/") if part.isdigit()), None)
        match request.method, number:
            case "POST", _:
                return json_response(201, self.create(request.json))
            case "GET", None:
                return json_response(
                    200, self.list(dict(request.query), [int(v) for n, v in request.query if n == "ids"])
                )
        if number not in self.stored:
            return json_response(404, {"detail": "no such project"})
        match request.method:
            case "PATCH":
                return json_response(200, self.update(number, request.json))
            case "DELETE":
                return self.delete(number)
        return json_response(200, self.get(number))

    def create(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Store a project and return it."""
        number = next(self.numbers)
        created = (START + dt.timedelta(days=number)).isoformat()
        labels = [{"name": name} for name in fields.pop("labels", None) or []]
        known = {name: value for name, value in fields.items() if name in {"title", "description", "state", "due"}}
        self.stored[number] = {
            "id": number, "created_at": created, "description": None, "task_count": 0, "labels": labels, **known,
        }  # fmt: skip
        return dict(self.stored[number])

    def get(self, number: int) -> dict[str, Any]:
        """Return a project, and count the read."""
        self.stored[number]["task_count"] += 1
        return dict(self.stored[number])

    def update(self, number: int, fields: dict[str, Any]) -> dict[str, Any]:
        """Set the given fields of a project."""
        self.stored[number].update(fields)
        return dict(self.stored[number])

    def delete(self, number: int) -> Response:
        """Delete a project."""
        del self.stored[number]
        return Response(204)

    def list(self, query: Mapping[str, str], ids: list[int]) -> dict[str, Any]:
        """One page of the requested projects, in the requested order."""
        projects = [project for project in self.stored.values() if not ids or project["id"] in ids]
        ordering = query.get("ordering", "id")
        projects.sort(key=lambda project: project[ordering.lstrip("-")], reverse=ordering.startswith("-"))
        size, page = int(query.get("page_size", 100)), int(query.get("page", 1))
        results = projects[(page - 1) * size : page * size]
        return {
            "count": len(projects),
            "results": results,
            "next": None if len(results) < size else f"/api/projects/?page={page + 1}",
        }


def change_responses(change: Callable[[Response], Response], *titles: str) -> Wire:
    """The server, with every response changed."""
    server = Projects(*titles)
    return lambda request: change(server(request))


def always(response: Response) -> Wire:
    """A server with the same response to every request."""
    return lambda _: response


class Caller:
    """Makes calls of acme on a server."""

    def __init__(self, alter: Alter | None = None) -> None:
        self.sdk = import_acme(alter)
        self.wire = always(json_response(200, None))
        self.runner = SdkRunner(self.sdk, Extractor(self.sdk).annotations.classes, self._send)
        models = approved_contract().models
        self.models, self.comparer, self.validator = models, ValueComparer(models), PayloadValidator(models)

    def _send(self, request: Request) -> Response:
        return self.wire(request)

    def exchange(self, wire: Wire, operation: str, arguments: dict[str, Any], **observed: Any) -> Exchange:
        """One call on a server. `observed` are fields of `LiveObservation`."""
        self.wire = wire
        expectation = Expectation(
            operation=approved_operation(operation),
            models=self.models,
            approved=True,
            attempts={},
            comparer=self.comparer,
            headers={},
            base_url=BASE_URL,
            error_base="core.api_error.ApiError",
        )
        call = Call(operation, arguments, "simplest")
        unscripted = ResponseScript("live", "success", ())
        request = CallRequest(expectation=expectation, twin="sync", call=call, scripted=unscripted)
        (exchange,) = self.runner.run([request])
        scripted = ResponseScript("live", "success", tuple(self.runner.script.responses))
        exchange = replace(exchange, scripted=scripted)
        payloads = [trip.payload for trip in exchange.round_trips if trip.succeeded and trip.is_json]
        result = self.validator.validate_bodies(expectation.operation, payloads)
        live = LiveObservation(**{"case": "simplest", "server": "1.0.0", **observed})
        mismatches, undeclared = tuple(result.mismatches), tuple(result.undeclared)
        return replace(exchange, live=replace(live, mismatches=mismatches, undeclared_fields=undeclared))

    def sequence(self, wire: Wire, plan: list[Planned]) -> Sequence:
        """Several calls on one server, in order."""
        steps = []
        for operation, kind, arguments in plan:
            exchange = self.exchange(wire, operation, arguments)
            written = {name: value for name, value in arguments.items() if name != "project"}
            created = exchange.final.payload.get("id") if kind == "create" and exchange.final else ""
            identity = str(arguments.get("project", created))
            steps.append(
                Step(
                    operation=exchange.expectation.operation,
                    kind=kind,
                    exchange=exchange,
                    written=written,
                    identity=identity,
                )
            )
        return Sequence(resource="projects", steps=tuple(steps))


def judge_live(caller: Caller, fixture: Any) -> FactCollector:
    """The facts in a fixture's calls on its server, by acme as the fixture alters it."""
    if hasattr(fixture, "alter"):
        altered = Caller(fixture.alter)
        try:
            return _judge_live(altered, fixture)
        finally:
            altered.sdk.close()
    return _judge_live(caller, fixture)


def _judge_live(caller: Caller, fixture: Any) -> FactCollector:
    collector = FactCollector(fixture.OPERATION)
    wire = fixture.server()
    if hasattr(fixture, "PLAN"):
        collector.run(checks_of(Sequence), caller.sequence(wire, fixture.PLAN))
    else:
        exchange = caller.exchange(
            wire, fixture.OPERATION, getattr(fixture, "ARGUMENTS", {}), **getattr(fixture, "LIVE", {})
        )
        collector.run([check for check in checks_of(Exchange) if check.family == "live"], exchange)
    assert collector.crash is None, collector.crash
    return collector


def findings_live(fixture: Any) -> tuple[Finding, ...]:
    """The findings in a fixture's calls on its server, with their evidence."""
    caller = Caller()
    try:
        return FindingBuilder(caller.sdk.target).build(judge_live(caller, fixture))
    finally:
        caller.sdk.close()
