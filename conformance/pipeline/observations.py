"""The observations of releases, cached under everything that they depend on.

A release behaves as before as long as the code that runs, the distributions beside it, the calls and the responses stay
the same. Calls and responses are made from parts of both contracts. So two releases share an observation where the
code of an operation is the same in both, and comparing one release with many others observes it once.

A release sends a version in headers, mostly its own. There a marker replaces it in the cache; an observation that
contains the version anywhere else belongs to that version alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from conformance.pipeline.cache_inputs import CACHED_ORIGINS
from conformance.pipeline.releases import Release
from conformance.targets.cache import cache_key
from conformance.targets.text_cache import TextCache
from conformance.upgrade.observe.shared_operation import defaults_operation
from conformance.upgrade.pair import Side
from conformance.workers.messages import (
    ConfigureObserver,
    ObserveDefaults,
    ObserveOperation,
    OperationObserved,
    RunSnippet,
    WorkerDeath,
    WorkerRequest,
    decode,
    encode,
)

R = TypeVar("R")
Inputs = tuple[tuple[object, ...], frozenset[str] | None]  # with the other packages that the code imports, None for all
OBSERVATIONS: Final = TextCache("observations", 512 * 2**20)
VERSION: Final = "\x00version\x00"  # stands for the version that a release sends


@dataclass(frozen=True, kw_only=True)
class ObservedSide:
    """One release of a pair, as it is observed. `releases` are both, the old one first."""

    release: Release
    side: Side
    releases: tuple[Release, Release]
    configuration: ConfigureObserver

    def ask(self, request: WorkerRequest[R]) -> R | WorkerDeath:
        """The response to a request: from the cache, or else from the worker."""
        release = self.release
        if release.environment.origin not in CACHED_ORIGINS:
            return release.ask(request)
        inputs, packages = self._inputs(request)
        key = cache_key(*release.environment_inputs(packages), *inputs)
        version = self.side.api.code.sent_version or release.version
        own = cache_key(key, version, release.version)  # of this version alone
        for stored in (key, own):
            text = OBSERVATIONS.read(stored)
            if text is not None:
                return _with_headers(decode(text), lambda value: value.replace(VERSION, version))  # type: ignore[return-value]
        response = release.ask(request)
        if not isinstance(response, WorkerDeath):
            text = encode(_with_headers(response, lambda value: _marked(value, version)))
            named = version in text or release.version in text
            OBSERVATIONS.write(own if named else key, text)
        return response

    def _inputs(self, request: WorkerRequest[R]) -> Inputs:
        """The inputs of the response, besides the environment."""
        text = encode(request)
        if isinstance(request, RunSnippet):
            code = self.side.api.code.of_program(request.snippet.code)
            return (text, code.digest), code.packages
        if isinstance(request, ObserveDefaults):
            old, new = self.releases
            assert old.contract is not None and new.contract is not None  # noqa: S101, PT018  # both are observed
            path = defaults_operation(old.contract, new.contract)
            return self._operation_inputs(text, path) if path else ((text,), None)
        assert isinstance(request, ObserveOperation)  # noqa: S101  # nothing else is observed
        return self._operation_inputs(text, request.operation)

    def _operation_inputs(self, text: str, path: str) -> Inputs:
        names = self.configuration.renames
        old, new = self.releases
        there = names.operations.get(path, path)
        models = old.slices.models(path)
        code = self.side.api.code.of_operation(path if self.configuration.side == "old" else there)
        inputs = (
            text,
            self.configuration.side,
            path,
            there,
            sorted(names.of(path).items()),
            sorted((before, after) for before, after in names.definitions.items() if before in models),
            old.slices.digest(path),
            new.slices.digest(there),
            self.configuration.seed,
            self.configuration.examples,
            code.digest,
        )
        return inputs, code.packages


def _marked(value: str, version: str) -> str:
    """A header's value with the marker, where it is the version, or a name and the version."""
    return value[: -len(version)] + VERSION if value == version or value.endswith(f"/{version}") else value


def _with_headers(response: R, change: Callable[[str], str]) -> R:
    """A response with another text for each header of the observed requests; any other response unchanged."""
    if not isinstance(response, OperationObserved):
        return response
    requests = [
        [
            {**request, "headers": {name: change(value) for name, value in request["headers"].items()}}
            for request in exchange
        ]
        for exchange in response.observation["requests"]
    ]
    return OperationObserved(observation={**response.observation, "requests": requests})  # type: ignore[return-value]
