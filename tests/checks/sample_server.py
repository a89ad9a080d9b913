"""A small server of acme's projects, for checks of what real servers answer. Fixtures change one thing of it."""

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
from tests.vocabulary import approved_contract, approved_operation, import_acme

Planned = tuple[str, StepKind, dict[str, Any]]  # operation, what it does, arguments
START: Final = dt.datetime(2025, 3, 4, 5, 6, 7, tzinfo=dt.timezone.utc)
PROBLEM: Final = {"detail": "refused", "code": 7}


class Projects:
    """A server that does what it is asked for. It counts readings in `task_count`, which nobody writes."""

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
        """Store a project and show it."""
        number = next(self.numbers)
        created = (START + dt.timedelta(days=number)).isoformat()
        labels = [{"name": name} for name in fields.pop("labels", None) or []]
        known = {name: value for name, value in fields.items() if name in {"title", "description", "state", "due"}}
        self.stored[number] = {
            "id": number, "created_at": created, "description": None, "task_count": 0, "labels": labels, **known,
        }  # fmt: skip
        return dict(self.stored[number])

    def get(self, number: int) -> dict[str, Any]:
        """Show a project, and count that."""
        self.stored[number]["task_count"] += 1
        return dict(self.stored[number])

    def update(self, number: int, fields: dict[str, Any]) -> dict[str, Any]:
        """Change what is named."""
        self.stored[number].update(fields)
        return dict(self.stored[number])

    def delete(self, number: int) -> Response:
        """Forget a project."""
        del self.stored[number]
        return Response(204)

    def list(self, query: Mapping[str, str], ids: list[int]) -> dict[str, Any]:
        """One page of the projects that were asked for, in the order asked for."""
        found = [each for each in self.stored.values() if not ids or each["id"] in ids]
        ordering = query.get("ordering", "id")
        found.sort(key=lambda each: each[ordering.lstrip("-")], reverse=ordering.startswith("-"))
        size, page = int(query.get("page_size", 100)), int(query.get("page", 1))
        shown = found[(page - 1) * size : page * size]
        return {
            "count": len(found),
            "results": shown,
            "next": None if len(shown) < size else f"/api/projects/?page={page + 1}",
        }


def change_responses(change: Callable[[Response], Response], *titles: str) -> Wire:
    """The server, with every answer changed."""
    server = Projects(*titles)
    return lambda request: change(server(request))


def always(response: Response) -> Wire:
    """A server that answers everything alike."""
    return lambda _: response


class Caller:
    """Calls of acme on a server, judged by the checks of live exchanges."""

    def __init__(self) -> None:
        self.sdk = import_acme()
        self.wire = always(json_response(200, None))
        self.runner = SdkRunner(self.sdk, Extractor(self.sdk).annotations.classes, self._send)
        models = approved_contract().models
        self.models, self.reader, self.strict = models, ValueComparer(models), PayloadValidator(models)

    def _send(self, request: Request) -> Response:
        return self.wire(request)

    def exchange(self, wire: Wire, operation: str, arguments: dict[str, Any], **known: Any) -> Exchange:
        """One call on a server. `known` are fields of `LiveObservation`."""
        self.wire = wire
        expectation = Expectation(
            operation=approved_operation(operation),
            models=self.models,
            approved=True,
            attempts={},
            comparer=self.reader,
            headers={},
            base_url=BASE_URL,
            error_base="core.api_error.ApiError",
        )
        call = Call(operation, arguments, "simplest")
        unscripted = ResponseScript("live", "success", ())
        (made,) = self.runner.run([CallRequest(expectation=expectation, twin="sync", call=call, scripted=unscripted)])
        made = replace(made, scripted=ResponseScript("live", "success", tuple(self.runner.script.responses)))
        payloads = [each.payload for each in made.round_trips if each.succeeded and each.is_json]
        seen = self.strict.validate_bodies(expectation.operation, payloads)
        live = LiveObservation(**{"case": "simplest", "server": "1.0.0", **known})
        return replace(
            made, live=replace(live, mismatches=tuple(seen.mismatches), undeclared_fields=tuple(seen.undeclared))
        )

    def sequence(self, wire: Wire, plan: list[Planned]) -> Sequence:
        """Calls on one server, one after the other."""
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
    """What the checks say of a fixture's calls on its server."""
    collector = FactCollector(fixture.OPERATION)
    wire = fixture.server()
    if hasattr(fixture, "PLAN"):
        collector.run(checks_of(Sequence), caller.sequence(wire, fixture.PLAN))
    else:
        exchange = caller.exchange(wire, fixture.OPERATION, fixture.ARGUMENTS, **fixture.LIVE)
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
