"""Hypothesis strategies for the calls and responses of an SDK's operations, for your own tests.

    from conformance import strategies

    @given(strategies.calls("projects.create"), strategies.responses("projects.create"))
    def test_a_project_is_created(call, response):
        assert call.send(response.client()) == response.value

The SDK is the one that is installed beside your tests. Its contract decides which arguments and values are valid: that
of `conformance.contract()`, which is read once in a process, or the one that is given. The target comes from
`[tool.conformance]` in the current folder, or is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from hypothesis import strategies as st

from conformance.config import load_settings
from conformance.contract.model import Contract, Operation
from conformance.contract.types import Type
from conformance.generate.call import Call, packed_arguments, values_of_caller
from conformance.generate.responses import ResponseFactory, is_opaque
from conformance.generate.samples import payload
from conformance.generate.strategies import Strategies
from conformance.generate.value_from_json import value_from_json
from conformance.generate.values import Value, to_python
from conformance.offline_clients import construct, open_client, scripted_wire, sdk_of
from conformance.pipeline.sources import contract_of, operation_of
from conformance.progress import LogConsole
from conformance.settings import CheckSettings
from conformance.targets.client import Sdk
from conformance.wire import Response

__all__ = ["GeneratedCall", "GeneratedResponse", "calls", "responses"]


@dataclass(frozen=True, slots=True)
class GeneratedCall:
    """One valid call: the client path of the operation, and its keyword arguments. Shown as Python source."""

    operation: str
    kwargs: Mapping[str, Any]
    source: str

    def send(self, client: Any) -> Any:
        """Make the call with a client of the SDK, and return what the method returns.

        With an async client that is a coroutine or an async iterator.
        """
        method = client
        for name in self.operation.split("."):
            method = getattr(method, name)
        return method(**self.kwargs)

    def __repr__(self) -> str:
        return self.source


@dataclass(frozen=True, slots=True)
class GeneratedResponse:
    """A valid response of a server to an operation.

    `value` is what the SDK promises to make of it: models are instances of its classes, the items of a pager are a
    list. Where several classes are declared, it is the first one that the body fits. `body` is the body as JSON (of the
    first page), None where it is none; `responses` are what is sent, one for each request of the call.
    """

    operation: str
    value: Any
    body: Any
    responses: tuple[Response, ...]
    sdk: Sdk = field(repr=False, compare=False)

    def client(self) -> Any:
        """A client of the SDK whose requests get this response. It has no network."""
        return open_client(self.sdk, "sync", scripted_wire(self.responses))

    def async_client(self) -> Any:
        """Likewise an async client."""
        return open_client(self.sdk, "async", scripted_wire(self.responses))


def calls(
    operation: str, *, contract: Contract | None = None, target: str | None = None
) -> st.SearchStrategy[GeneratedCall]:
    """Valid calls of an operation: required arguments, and any of the others.

    Raises UnknownOperation: the SDK has no such operation; SdkUnusable: it is not installed here.
    """
    source = _source(target, contract)
    found = operation_of(source.contract, operation)
    return source.strategies.calls(found).map(lambda call: source.call(found, call))


def responses(
    operation: str, *, contract: Contract | None = None, target: str | None = None
) -> st.SearchStrategy[GeneratedResponse]:
    """Valid responses to an operation, of the declared type.

    Raises UnknownOperation: the SDK has no such operation; SdkUnusable: it is not installed here.
    """
    source = _source(target, contract)
    found = operation_of(source.contract, operation)
    if is_opaque(found):
        return st.builds(lambda: source.response(found, None))
    return source.strategies.of(found.response.without_null()).map(lambda value: source.response(found, value))


@dataclass(frozen=True, slots=True)
class _Source:
    """The SDK and its contract, from which calls and responses are made."""

    sdk: Sdk
    contract: Contract
    strategies: Strategies
    factory: ResponseFactory

    def call(self, operation: Operation, call: Call) -> GeneratedCall:
        given = packed_arguments(values_of_caller(call.arguments, operation), operation)
        kwargs = {name: self._python(value) for name, value in given.items()}
        written = replace(call, arguments=packed_arguments(call.arguments, operation))
        source = written.expression(self.contract.models, self.sdk.target.package, set())
        return GeneratedCall(operation.path, kwargs, source)

    def response(self, operation: Operation, value: Value) -> GeneratedResponse:
        script = self.factory.success(operation, "generated", value)
        body = script.payloads[0] if script.payloads else None
        return GeneratedResponse(
            operation.path, self._result(operation, value, script.responses), body, script.responses, self.sdk
        )

    def _result(self, operation: Operation, value: Value, sent: tuple[Response, ...]) -> Any:
        """The result of a call; of a pager and a stream of values, the items that the factory adds are among it."""
        if operation.shape == "nothing":
            return None
        if operation.shape == "stream" and not operation.response_format:
            return sent[0].content
        declared = operation.response.without_null()
        if operation.shape == "value":
            return self._as_read(value, declared)
        other = self.factory.samples.simplest(declared)
        items = (value, other, value) if operation.shape == "pager" else (value, other)
        return [self._as_read(item, declared) for item in items]

    def _as_read(self, value: Value, declared: Type) -> Any:
        """The result of reading the JSON of a value: one of a later alternative of a union can fit an earlier one."""
        models = self.contract.models
        return self._python(value_from_json(payload(value, models), declared, models, undeclared=True))

    def _python(self, value: Value) -> Any:
        return to_python(value, lambda model, fields: construct(self.sdk, model, fields))


def _source(target: str | None, contract: Contract | None) -> _Source:
    settings = load_settings(CheckSettings, {"target": target, "sdk": "installed"})
    found = contract or _installed_contract(settings.target)
    return _Source(sdk_of(settings), found, Strategies(found.models), ResponseFactory(found.models))


@cache
def _installed_contract(target: str) -> Contract:
    return contract_of(load_settings(CheckSettings, {"target": target, "sdk": "installed"}), LogConsole())
