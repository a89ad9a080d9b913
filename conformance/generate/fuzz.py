"""Fuzzing a server by its own OpenAPI document, with Schemathesis.

Schemathesis generates requests, valid and invalid, and judges the responses; nothing is sent except through the given
wire, and nothing that the guard forbids. Import this module only where the extra `openapi` is installed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from conformance.contract.document import METHODS
from conformance.generate.fuzz_failure import FuzzFailure
from conformance.generate.requests_wire import Guard, WireAdapter
from conformance.generate.schemathesis_adapter import Scenario, run_scenarios
from conformance.wire import Request, Wire

PHASES: Final = ("examples", "coverage", "fuzzing", "stateful")
EXISTING_ID_SHARE: Final = 0.8  # of the generated cases, those that use an id that exists
Id = str | int  # what a path parameter takes
_FailureKey = tuple[str, str, str]  # operation, kind, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class FuzzLimits:
    """How far a run goes: requests in all, seconds, generated cases for each operation, and which phases."""

    requests: int = 20_000
    seconds: int = 600
    examples: int = 30
    phases: tuple[str, ...] = PHASES


@dataclass(frozen=True, slots=True, kw_only=True)
class FuzzConfig:
    """The scope of a Schemathesis run.

    `document` is the server's own, OpenAPI 3 or Swagger 2.0, as it was read; `url` is the server's, without a slash at
    its end. `ids` gives the ids that exist for a path of the document and the name of a parameter in it; `leave_out`
    are operations, as "VERB /path", that are never called.
    """

    document: Mapping[str, Any]
    url: str
    headers: Mapping[str, str]
    seed: int = 0
    ids: Callable[[str, str], Sequence[Id]] = lambda path, name: ()  # noqa: ARG005
    leave_out: Collection[str] = ()
    limits: FuzzLimits = field(default_factory=FuzzLimits)


def _allow_all(_: Request) -> bool:
    return True


def fuzz(config: FuzzConfig, wire: Wire, guard: Guard = _allow_all) -> Iterator[Scenario]:
    """Try every operation of the document, and yield each scenario when it ends.

    Each failure is reported once in a run, with its smallest request. A request that `guard` forbids is not sent, and
    no failure is reported of it. The same seed gives the same requests in the same order, as long as the server
    responds alike. A run ends when a limit is reached; what was yielded before stays true.
    """
    document = _prepare_document(config)
    adapter = WireAdapter(wire, guard=guard, url=config.url, requests_left=config.limits.requests)
    reported: set[_FailureKey] = set()
    for scenario in run_scenarios(document, _settings(config, document), adapter):
        new = _smallest(scenario.failures, reported)
        reported |= new.keys()
        yield replace(scenario, failures=tuple(new[key] for key in sorted(new)))


def _smallest(failures: Iterable[FuzzFailure], reported: Collection[_FailureKey]) -> dict[_FailureKey, FuzzFailure]:
    """The failures that were not reported yet, each with its smallest request."""
    smallest: dict[_FailureKey, FuzzFailure] = {}
    for failure in failures:
        key = failure.operation, failure.kind, failure.detail
        if key not in reported and (key not in smallest or _size(failure) < _size(smallest[key])):
            smallest[key] = failure
    return smallest


def _size(failure: FuzzFailure) -> tuple[int, str, bytes]:
    request = failure.request
    return len(request.url) + len(request.content), request.url, request.content


def _settings(config: FuzzConfig, document: Mapping[str, Any]) -> dict[str, Any]:
    """Schemathesis' own configuration: nothing is read from or written to a disk."""
    dictionaries: dict[str, Any] = {}
    operations: list[dict[str, Any]] = []
    for path in document["paths"]:
        existing = {f"path.{name}": list(config.ids(path, name)) for name in _parameter_names(path)}
        parameters = {}
        for key, values in existing.items():
            if values:
                dictionaries[f"{path} {key}"] = {"values": values}
                parameters[key] = {"dictionary": f"{path} {key}", "probability": EXISTING_ID_SHARE}
        if parameters:
            operations.append({"include-path": path, "parameters": parameters})
    return {
        "seed": config.seed,
        "max-time": config.limits.seconds,
        "base-url": config.url,
        "headers": dict(config.headers),
        "cache": {"enabled": False},
        "continue-on-failure": True,
        "generation": {"max-examples": config.limits.examples, "database": "none", "mode": "all"},
        "phases": {name: {"enabled": name in config.limits.phases} for name in PHASES},
        "dictionaries": dictionaries,
        "operations": operations,
    }


def _prepare_document(config: FuzzConfig) -> dict[str, Any]:
    """The document without the operations that are left out, with existing ids as examples of its path parameters."""
    document = copy.deepcopy(dict(config.document))
    example_key = "x-example" if "swagger" in document else "example"
    for path, item in list(document["paths"].items()):
        for method in METHODS:
            if f"{method.upper()} {path}" in config.leave_out:
                item.pop(method, None)
        groups = [item, *(item[method] for method in METHODS if method in item)]
        for parameter in _path_parameters(groups):
            values = config.ids(path, parameter["name"])
            if values:
                parameter[example_key] = values[0]
        if not any(method in item for method in METHODS):
            del document["paths"][path]
    return document


def _path_parameters(groups: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for group in groups:
        for parameter in group.get("parameters", ()):
            if parameter.get("in") == "path":
                yield parameter


def _parameter_names(path: str) -> list[str]:
    return [piece.partition("}")[0] for piece in path.split("{")[1:]]
