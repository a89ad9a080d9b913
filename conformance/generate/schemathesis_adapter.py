"""The one module that knows Schemathesis: its engine, its transport, its failures, its bodies.

Classes of Schemathesis are subclassed here and attributes without documentation are read, so `pyproject.toml` pins its
minor version. Import this module only where the extra `openapi` is installed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events
from schemathesis.engine.core import Engine
from schemathesis.engine.recorder import Interaction, ScenarioRecorder
from schemathesis.engine.run import ELASTIC_PHASES, Phase, PhaseName, PhaseSkipReason
from schemathesis.generation.modes import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.schemas import OpenApiSchema
from schemathesis.transport.requests import RequestsTransport, SameHostRedirectsSession

from conformance.generate.fuzz_failure import FuzzFailure
from conformance.generate.requests_wire import WITHHELD, WireAdapter
from conformance.wire import Request, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One operation, or one sequence of operations, as Schemathesis tried it.

    `statuses` counts (operation, status); a broken connection counts as status 0. `error` says why Schemathesis could
    not try it, "" if it could.
    """

    phase: str
    statuses: Mapping[tuple[str, int], int]
    failures: tuple[FuzzFailure, ...] = ()
    error: str = ""


def run_scenarios(document: Mapping[str, Any], settings: Mapping[str, Any], adapter: WireAdapter) -> Iterator[Scenario]:
    """Run Schemathesis on a document, and yield each scenario when it ends.

    `settings` are Schemathesis' own configuration. Every request goes through `adapter`; the run ends when that is
    exhausted.
    """
    started: set[PhaseName] = set()
    stream = _Engine(_schema(document, settings, adapter)).execute()
    try:
        for event in stream:
            if isinstance(event, events.ScenarioFinished):
                yield _scenario(event)
            elif isinstance(event, events.NonFatalError):
                error = f"{event.label}: {event.info.title}: {event.info.message}"
                yield Scenario(phase=event.phase.value if event.phase else "", statuses={}, error=error)
            elif isinstance(event, events.PhaseStarted) and event.phase.name in ELASTIC_PHASES:
                if event.phase.name in started:  # with time left, Schemathesis repeats its phases; once is enough
                    break
                started.add(event.phase.name)
            if adapter.is_exhausted:
                break
    finally:
        stream.stop()


def body_strategy(document: Mapping[str, Any], path: str, *, valid: bool) -> st.SearchStrategy[Any]:
    """Bodies that Schemathesis generates for the POST operation of a path, valid or invalid."""
    # An empty configuration: a user's schemathesis.toml must not change the generated requests.
    schema = schemathesis.openapi.from_dict(dict(document), config=SchemathesisConfig())
    mode = GenerationMode.POSITIVE if valid else GenerationMode.NEGATIVE
    return schema[path]["POST"].as_strategy(generation_mode=mode).map(lambda case: case.body)


def _scenario(event: events.ScenarioFinished) -> Scenario:
    recorder = event.recorder
    statuses: Counter[tuple[str, int]] = Counter()
    for case_id, interaction in recorder.interactions.items():
        response = interaction.response
        if response is None or WITHHELD not in response.headers:
            label = recorder.cases[case_id].value.operation.label
            statuses[label, 0 if response is None else response.status_code] += 1
    return Scenario(
        phase=event.phase.value,
        statuses=dict(sorted(statuses.items())),
        failures=tuple(_failures(recorder, event.phase.value)),
        error=event.skip_reason or "" if event.status is Status.SKIP else "",
    )


def _failures(recorder: ScenarioRecorder, phase: str) -> Iterator[FuzzFailure]:
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is None:
                continue
            failure = check.failure_info.failure
            failed_id = failure.case_id if failure.case_id in recorder.interactions else case_id
            interaction = recorder.interactions.get(failed_id)
            if interaction is None or (interaction.response and WITHHELD in interaction.response.headers):
                continue
            case = recorder.cases[failed_id].value
            yield FuzzFailure(
                operation=failure.operation or case.operation.label,
                check=check.name,
                kind=failure.code,
                title=failure.title,
                message=failure.message,
                phase=phase,
                valid=case.meta is None or case.meta.generation.mode is GenerationMode.POSITIVE,
                request=_request(interaction),
                response=_response(interaction),
                detail=failure._unique_key,  # noqa: SLF001  # the identity in its own reports has no other name
            )


def _request(interaction: Interaction) -> Request:
    request = interaction.request
    headers = tuple((name.lower(), value) for name, values in request.headers.items() for value in values)
    return Request(request.method, request.uri, headers, request.body or b"")


def _response(interaction: Interaction) -> Response | None:
    response = interaction.response
    if response is None:
        return None
    headers = tuple((name.lower(), value) for name, values in response.headers.items() for value in values)
    return Response(response.status_code, headers, response.content)


def _schema(document: Mapping[str, Any], settings: Mapping[str, Any], adapter: WireAdapter) -> BaseSchema:
    config = SchemathesisConfig.from_dict(dict(settings))
    loaded = schemathesis.openapi.from_dict(dict(document), config=config)
    schema = _Schema(raw_schema=loaded.raw_schema, config=loaded.config)
    schema.wire_transport = _Transport(adapter)
    schema.hooks.register_hook_with_name(_was_sent, "filter_failure")
    return schema


def _was_sent(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """A hook of Schemathesis: False drops the failure."""
    del context, failure, case  # Schemathesis passes arguments by these names
    return WITHHELD not in response.headers


class _Transport(RequestsTransport):
    """Schemathesis' own transport, over sessions that send through an adapter."""

    def __init__(self, adapter: WireAdapter) -> None:
        super().__init__()
        self._copy_serializers_from(schemathesis.transport.requests.REQUESTS_TRANSPORT)
        self.adapter = adapter

    def send(self, case: Any, *, session: requests.Session | None = None, **given: Any) -> Any:
        with _open_session(session) as opened:
            for scheme in ("http://", "https://"):
                opened.mount(scheme, self.adapter)
            return super().send(case, session=opened, **given)


@contextmanager
def _open_session(session: requests.Session | None) -> Iterator[requests.Session]:
    if session is not None:
        yield session
        return
    with SameHostRedirectsSession() as new:
        yield new


class _Engine(Engine):
    """Schemathesis' engine without its probes: they bypass every transport, and only learn details."""

    def get_phase_config(self, phase_name: PhaseName, **given: Any) -> Phase:
        if phase_name is PhaseName.PROBING:
            return Phase(phase_name, is_enabled=False, skip_reason=PhaseSkipReason.DISABLED)
        return super().get_phase_config(phase_name, **given)


class _Schema(OpenApiSchema):
    """A document whose cases are sent through `wire_transport`."""

    wire_transport: _Transport

    @property
    def transport(self) -> Any:
        return self.wire_transport
