"""A real server's response, classified with the labels of generated responses, so that the same checks apply."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from conformance.contract.model import Operation
from conformance.exchange.compare_value import Difference
from conformance.exchange.validate_payload import PayloadValidator, Validation
from conformance.generate.responses import ResponseScript
from conformance.wire import Response

FROM_SERVER: Final = ResponseScript("full_live", "success", ())  # without responses: the server responds


def classify_response(responses: Sequence[Response], *, conforming: bool, more: bool = False) -> ResponseScript:
    """The response of a server to one call. A success conforms if it has the declared type (`conforming`).

    With `more`, the server has more pages than were read.
    """
    if not responses:
        return FROM_SERVER
    last, script = responses[-1], tuple(responses)
    if any(response.fault for response in responses):
        return ResponseScript(f"connection_{last.fault or 'cut'}_live", "hostile", script)
    successes = [response.status // 100 == 2 for response in responses]
    if all(successes):
        return ResponseScript("full_live", "success", script, json_bodies(script), conforming=conforming, more=more)
    if any(successes):  # a page that was refused, or a retry that succeeded
        return ResponseScript("mixed_live", "hostile", script, json_bodies(script))
    payloads = json_bodies(script[-1:])  # after retries, the call ends with the last response
    # checks of errors expect an object: the label keeps them away from any other body
    suffix = "" if payloads and isinstance(payloads[0], dict) else "_live"
    return ResponseScript(f"error_{last.status}{suffix}", "error", script, payloads)


def validate_responses(operation: Operation, responses: Sequence[Response], validator: PayloadValidator) -> Validation:
    """The differences of successful responses from the declared type, and their undeclared fields."""
    successes = [response for response in responses if response.status // 100 == 2 and not response.fault]
    payloads = json_bodies(successes)
    validation = validator.validate_bodies(operation, payloads)
    if operation.shape in {"value", "pager"} and len(payloads) < len(successes):
        body = "a body that is not JSON" if successes[-1].content else "no body"
        if successes[-1].content or not operation.response.nullable:
            validation.mismatches.append(Difference("type", (), f"declared {operation.response}, got {body}"))
    return validation


def json_bodies(responses: Sequence[Response]) -> tuple[Any, ...]:
    """The JSON values of the bodies that are JSON."""
    payloads = []
    for response in responses:
        try:
            # JSON between systems is UTF-8 (RFC 8259, section 8.1); from bytes Python would accept UTF-16 as well
            payloads.append(json.loads(response.content.decode()))
        except ValueError:
            continue
    return tuple(payloads)
