"""Recordings of acme: the responses of an imaginary server to calls of the unaltered SDK."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from conformance.cassettes.interaction import Interaction, Provenance
from conformance.contract.model import Operation
from conformance.exchange.call_sdk import CallRequest
from conformance.exchange.model import Expectation
from conformance.generate.call import Call
from conformance.generate.plan import Plan
from conformance.generate.responses import ResponseFactory, ResponseScript
from conformance.generate.values import to_stored
from conformance.offline.engine import OfflineEngine
from conformance.targets.client import BASE_URL
from conformance.wire import Response, json_response
from tests.vocabulary import Alter, acme_engine, approved_contract, approved_operation

SERVER: Final = "1.23.2"
RELEASE: Final = "1.0.0"  # of acme
PROJECT: Final[Mapping[str, Any]] = {"id": 7, "title": "Birds", "created_at": "2026-01-02T03:04:05Z"}


def recorded(
    path: str,
    arguments: Mapping[str, Any],
    *responses: Response,
    case: str = "simplest",
    server: str = SERVER,
    sdk: str = RELEASE,
    kind: Any = "recorded",
    alter: Alter | None = None,
) -> list[Interaction]:
    """The interactions of one call of acme as `alter` changes it; by default of the unaltered acme."""
    engine, operation = acme_engine(alter), approved_operation(path)
    return _interactions(
        engine,
        operation,
        Call(path, arguments),
        responses,
        case,
        Provenance(kind=kind, server=server, sdk=sdk, edition="", date="2026-11-23"),
    )


def _interactions(
    engine: OfflineEngine,
    operation: Operation,
    call: Call,
    responses: Sequence[Response],
    case: str,
    provenance: Provenance,
) -> list[Interaction]:
    expectation = Expectation(
        operation=operation, models=engine.context.models, approved=True, attempts={},
        comparer=engine.context.comparer, headers={},
        base_url=BASE_URL, error_base="",
    )  # fmt: skip
    scripted = ResponseScript("", "success", tuple(responses))
    [exchange] = engine.runner.run([CallRequest(expectation=expectation, twin="sync", call=call, scripted=scripted)])
    stored = {name: to_stored(value) for name, value in call.arguments.items()}
    return [
        Interaction(
            operation=call.operation,
            request=request,
            response=responses[min(step, len(responses) - 1)],
            provenance=provenance,
            case=case,
            step=step,
            arguments=stored,
        )
        for step, request in enumerate(exchange.requests)
    ]


def by_operation(*calls: Iterable[Interaction]) -> dict[str, tuple[Interaction, ...]]:
    """Interactions by operation, as a cassette library returns them."""
    operations: dict[str, list[Interaction]] = {}
    for interactions in calls:
        for interaction in interactions:
            operations.setdefault(interaction.operation, []).append(interaction)
    return {path: tuple(operations[path]) for path in sorted(operations)}


@lru_cache
def everything() -> Mapping[str, tuple[Interaction, ...]]:
    """Recordings of every operation of acme: its simplest and its full call, and a refused one."""
    engine, responses = acme_engine(free=True), ResponseFactory(approved_contract().models)
    provenance = Provenance(kind="recorded", server=SERVER, sdk=RELEASE, edition="", date="2026-11-23")
    recordings = []
    for path in approved_contract().paths():
        operation = approved_operation(path)
        calls = {call.origin: call for call, _ in reversed(list(Plan(operation, responses).fixed_calls()))}
        good, refused = responses.minimal(operation).responses, (json_response(404, {"detail": "Not found."}),)
        for case, script in (("simplest", good), ("full", good), ("missing", refused)):
            call = calls["simplest"] if case == "missing" else calls.get(case)
            if call is not None:
                recordings.append(_interactions(engine, operation, call, script, case, provenance))
    return by_operation(*recordings)
