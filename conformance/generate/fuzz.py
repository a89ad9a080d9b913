"""Requests for a server's own document, valid and invalid, and what is wrong with the answers, by Schemathesis.

Schemathesis generates, keeps state and judges; nothing is sent but through the wire that is given, and nothing that the
guard withholds. Import this module only where the extra `openapi` is installed.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

import requests
import schemathesis
from requests.adapters import BaseAdapter
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events
from schemathesis.engine.core import Engine
from schemathesis.engine.recorder import Interaction, ScenarioRecorder
from schemathesis.engine.run import ELASTIC_PHASES, Phase, PhaseName, PhaseSkipReason
from schemathesis.generation.modes import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.schemas import OpenApiSchema
from schemathesis.transport.requests import RequestsTransport, SameHostRedirectsSession
from urllib3 import HTTPHeaderDict, HTTPResponse
from urllib3.exceptions import ProtocolError, ReadTimeoutError

from conformance.contract.document import METHODS
from conformance.generate.fuzz_failure import FuzzFailure
from conformance.wire import Request, Response, Wire

PHASES: Final = ("examples", "coverage", "fuzzing", "stateful")
SHARE: Final = 0.8  # of the drawn cases, how many ask for something that exists
_Key = tuple[str, str, str]  # of a complaint: operation, kind, detail
WITHHELD: Final = "x-conformance-withheld"  # marks the answer to a request that was never sent
Id = str | int  # what a path parameter takes
Guard = Callable[[Request], bool]


@dataclass(frozen=True, slots=True)
class FuzzLimits:
    """How far a run goes: requests in all, seconds, drawn cases for each operation, and which phases."""

    requests: int = 20_000
    seconds: int = 600
    examples: int = 30
    phases: tuple[str, ...] = PHASES


@dataclass(frozen=True, slots=True)
class FuzzConfig:
    """What Schemathesis is asked to try.

    `document` is the server's own, OpenAPI 3 or Swagger 2.0, as it was read, `url` where the server is, without a slash
    at its end. `ids` gives the ids that exist for a path of the document and the name of a parameter in it; `leave_out`
    are operations, as "VERB /path", that are never called.
    """

    document: Mapping[str, Any]
    url: str
    headers: Mapping[str, str]
    seed: int = 0
    ids: Callable[[str, str], Sequence[Id]] = lambda path, name: ()  # noqa: ARG005
    leave_out: Collection[str] = ()
    bounds: FuzzLimits = field(default_factory=FuzzLimits)


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What one operation, or one sequence of operations, gave: the statuses of its requests, and the complaints.

    `statuses` counts (operation, status); a connection that broke counts as status 0. `trouble` is what kept
    Schemathesis from trying it, "" where nothing did.
    """

    phase: str
    statuses: Mapping[tuple[str, int], int]
    failures: tuple[FuzzFailure, ...]
    error: str = ""


def _allow_all(_: Request) -> bool:
    return True


def fuzz(config: FuzzConfig, wire: Wire, guard: Guard = _allow_all) -> Iterator[ScenarioResult]:
    """Try every operation of the document, and yield what came of it as it comes.

    Every request goes through `wire`, once `guard` has allowed it; one that it withholds is answered with 404, and what
    Schemathesis says of that answer is dropped. Order and content are those of the seed, as far as the server's answers
    are. A run ends where a bound is reached; what was yielded before stays true.
    """
    sending = _Sending(wire, guard, config.url, config.bounds.requests)
    schema = _wired(config, sending)
    schema.hooks.register_hook_with_name(_not_withheld, "filter_failure")
    told: set[_Key] = set()
    drawn: set[PhaseName] = set()
    stream = _Engine(schema).execute()
    try:
        for event in stream:
            if isinstance(event, events.ScenarioFinished):
                yield _scene(event, told)
            elif isinstance(event, events.NonFatalError):
                phase = event.phase.value if event.phase else ""
                yield ScenarioResult(phase, {}, (), f"{event.label}: {event.info.title}: {event.info.message}")
            elif isinstance(event, events.PhaseStarted) and event.phase.name in ELASTIC_PHASES:
                if event.phase.name in drawn:  # with time left, Schemathesis draws again: once is what was asked for
                    break
                drawn.add(event.phase.name)
            if sending.left <= 0:
                break
    finally:
        stream.stop()


def _scene(event: events.ScenarioFinished, told: set[_Key]) -> ScenarioResult:
    recorder = event.recorder
    statuses: Counter[tuple[str, int]] = Counter()
    for case_id, interaction in recorder.interactions.items():
        response = interaction.response
        if response is None or WITHHELD not in response.headers:
            label = recorder.cases[case_id].value.operation.label
            statuses[label, 0 if response is None else response.status_code] += 1
    found: dict[_Key, FuzzFailure] = {}
    for complaint in _complaints(recorder, event.phase.value):
        key = complaint.operation, complaint.kind, complaint.detail
        if key not in told and (key not in found or _size(complaint) < _size(found[key])):
            found[key] = complaint
    told.update(found)
    error = event.skip_reason or "" if event.status is Status.SKIP else ""
    return ScenarioResult(
        event.phase.value, dict(sorted(statuses.items())), tuple(found[key] for key in sorted(found)), error
    )


def _complaints(recorder: ScenarioRecorder, phase: str) -> Iterator[FuzzFailure]:
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is None:
                continue
            failure = check.failure_info.failure
            at = failure.case_id if failure.case_id in recorder.interactions else case_id
            interaction = recorder.interactions.get(at)
            if interaction is None or (interaction.response and WITHHELD in interaction.response.headers):
                continue
            case = recorder.cases[at].value
            yield FuzzFailure(
                operation=failure.operation or case.operation.label,
                check=check.name,
                kind=failure.code,
                title=failure.title,
                message=failure.message,
                phase=phase,
                valid=case.meta is None or case.meta.generation.mode is GenerationMode.POSITIVE,
                request=_asked(interaction),
                response=_answered(interaction),
                detail=failure._unique_key,  # noqa: SLF001  # the identity that its own reports go by has no other name
            )


def _size(complaint: FuzzFailure) -> tuple[int, str, bytes]:
    request = complaint.request
    return len(request.url) + len(request.content), request.url, request.content


def _asked(interaction: Interaction) -> Request:
    request = interaction.request
    headers = tuple((name.lower(), value) for name, values in request.headers.items() for value in values)
    return Request(request.method, request.uri, headers, request.body or b"")


def _answered(interaction: Interaction) -> Response | None:
    response = interaction.response
    if response is None:
        return None
    headers = tuple((name.lower(), value) for name, values in response.headers.items() for value in values)
    return Response(response.status_code, headers, response.content)


def _not_withheld(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Schemathesis' hook: False drops the failure."""
    del context, failure, case  # the names are Schemathesis'
    return WITHHELD not in response.headers


class _Sending(BaseAdapter):
    """What a session of `requests` sends with: our wire in place of a socket."""

    def __init__(self, wire: Wire, guard: Callable[[Request], bool], url: str, left: int) -> None:
        super().__init__()
        self.wire, self.guard, self.url, self.left = wire, guard, url, left

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Answer one request. Raises what `requests` raises where a connection breaks."""
        asked = _taken(request)
        if self.left <= 0 or not asked.url.startswith(f"{self.url}/") or not self.guard(asked):
            return _given(Response(404, ((WITHHELD, "yes"), ("content-type", "application/json")), b"{}"), request)
        self.left -= 1
        answer = self.wire(asked)
        if answer.fault == "timeout":  # Schemathesis takes the messages of urllib3 apart
            late = ReadTimeoutError(None, asked.url, "Read timed out. (read timeout=0)")  # type: ignore[arg-type]
            raise requests.ReadTimeout(late, request=request)
        if answer.fault:
            raise requests.ConnectionError(ProtocolError(answer.fault), request=request)
        return _given(answer, request)

    def close(self) -> None:
        """Nothing is held open here: the wire is its owner's."""


def _taken(request: requests.PreparedRequest) -> Request:
    body = request.body
    if isinstance(body, str):
        body = body.encode()
    content = body if isinstance(body, bytes) else b""  # Schemathesis streams nothing
    headers = tuple((_text(name).lower(), _text(value)) for name, value in request.headers.items())
    return Request(request.method or "GET", request.url or "", headers, content)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _given(answer: Response, request: requests.PreparedRequest) -> requests.Response:
    response = requests.Response()
    response.status_code = answer.status
    response.request = request
    response.url = request.url or ""
    response.raw = HTTPResponse(
        body=BytesIO(answer.content),
        headers=HTTPHeaderDict(answer.headers),
        status=answer.status,
        version=11,
        preload_content=False,
        decode_content=False,
    )
    response.headers.update(response.raw.headers)
    response.encoding = requests.utils.get_encoding_from_headers(response.headers)
    return response


class _Transport(RequestsTransport):
    """Schemathesis' own way of sending, over sessions that send through us."""

    def __init__(self, sending: _Sending) -> None:
        super().__init__()
        self._copy_serializers_from(schemathesis.transport.requests.REQUESTS_TRANSPORT)
        self.sending = sending

    def send(self, case: Any, *, session: requests.Session | None = None, **given: Any) -> Any:
        with _own(session) as used:
            for scheme in ("http://", "https://"):
                used.mount(scheme, self.sending)
            return super().send(case, session=used, **given)


@contextmanager
def _own(session: requests.Session | None) -> Iterator[requests.Session]:
    if session is not None:
        yield session
        return
    with SameHostRedirectsSession() as made:
        yield made


class _Engine(Engine):
    """Schemathesis' engine without its probes, which go around every transport; all that they learn is a detail."""

    def get_phase_config(self, phase_name: PhaseName, **given: Any) -> Phase:
        if phase_name is PhaseName.PROBING:
            return Phase(phase_name, is_enabled=False, skip_reason=PhaseSkipReason.DISABLED)
        return super().get_phase_config(phase_name, **given)


class _Schema(OpenApiSchema):
    """A document whose cases are sent through us."""

    through: _Transport

    @property
    def transport(self) -> Any:
        return self.through


def _wired(ask: FuzzConfig, sending: _Sending) -> BaseSchema:
    raw = _document(ask)
    loaded = schemathesis.openapi.from_dict(raw, config=SchemathesisConfig.from_dict(_settings(ask, raw)))
    schema = _Schema(raw_schema=loaded.raw_schema, config=loaded.config)
    schema.through = _Transport(sending)
    return schema


def _settings(ask: FuzzConfig, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Schemathesis' own configuration: nothing is read from or written to a disk."""
    dictionaries: dict[str, Any] = {}
    operations: list[dict[str, Any]] = []
    for path in raw["paths"]:
        pools = {f"path.{name}": list(ask.ids(path, name)) for name in _names(path)}
        for key, values in pools.items():
            if values:
                dictionaries[f"{path} {key}"] = {"values": values}
        bound = {key: {"dictionary": f"{path} {key}", "probability": SHARE} for key, values in pools.items() if values}
        if bound:
            operations.append({"include-path": path, "parameters": bound})
    return {
        "seed": ask.seed,
        "max-time": ask.bounds.seconds,
        "base-url": ask.url,
        "headers": dict(ask.headers),
        "cache": {"enabled": False},
        "continue-on-failure": True,
        "generation": {"max-examples": ask.bounds.examples, "database": "none", "mode": "all"},
        "phases": {name: {"enabled": name in ask.bounds.phases} for name in PHASES},
        "dictionaries": dictionaries,
        "operations": operations,
    }


def _document(ask: FuzzConfig) -> dict[str, Any]:
    """The document without what is left out, and with ids that exist as the examples of its path parameters."""
    raw = copy.deepcopy(dict(ask.document))
    key = "x-example" if "swagger" in raw else "example"
    for path, item in list(raw["paths"].items()):
        for method in METHODS:
            if f"{method.upper()} {path}" in ask.leave_out:
                item.pop(method, None)
        groups = [item, *(item[method] for method in METHODS if method in item)]
        for parameter in _path_parameters(groups):
            values = ask.ids(path, parameter["name"])
            if values:
                parameter[key] = values[0]
        if not any(method in item for method in METHODS):
            del raw["paths"][path]
    return raw


def _path_parameters(groups: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for group in groups:
        for parameter in group.get("parameters", ()):
            if parameter.get("in") == "path":
                yield parameter


def _names(path: str) -> list[str]:
    return [piece.partition("}")[0] for piece in path.split("{")[1:]]
