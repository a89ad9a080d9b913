"""Calls and requests that are not judged: they create, find and remove what judged calls need."""

from __future__ import annotations

from dataclasses import dataclass, replace

from conformance.contract.model import Twin
from conformance.exchange.call_sdk import CallRequest, SdkRunner
from conformance.exchange.classify_response import FROM_SERVER, classify_response, validate_responses
from conformance.exchange.model import Exchange
from conformance.generate.call import Call
from conformance.judging.context import Context
from conformance.judging.operation_context import OperationContexts
from conformance.live.guard import NotPermitted
from conformance.live.resource_context import Unreachable
from conformance.servers.server_wire import ServerWire
from conformance.wire import Request, Response


@dataclass(frozen=True, kw_only=True)
class SetupCalls:
    """Makes calls and sends requests that are not judged."""

    context: Context
    operations: OperationContexts
    runner: SdkRunner
    wire: ServerWire

    def call_sdk(self, call: Call, twin: Twin = "sync") -> Exchange:
        """Make a call by one client, or by the other one if only that has the operation. Raises Unreachable."""
        expectations = self.operations[call.operation].expectations
        twin = twin if twin in expectations else next(iter(expectations))
        request = CallRequest(expectation=expectations[twin], twin=twin, call=call, scripted=FROM_SERVER)
        try:
            exchange = self.runner.run([request])[0]
        except NotPermitted as refusal:
            raise Unreachable(f"`{call.operation}` must not be called: {refusal.reason}") from None
        self.wire.take_slow()
        operation, responses = exchange.expectation.operation, exchange.scripted.responses
        validation = validate_responses(operation, responses, self.context.validator)
        return replace(
            exchange,
            scripted=classify_response(responses, conforming=not validation.mismatches, more=exchange.scripted.more),
        )

    def send(self, request: Request) -> Response:
        """Send a request with the SDK's headers."""
        headers = (*self.context.headers.items(), *request.headers)
        return self.wire(replace(request, headers=headers))
