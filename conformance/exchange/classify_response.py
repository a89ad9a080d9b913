"""What a real server's answer turned out to be, in the words that checks know of generated ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from conformance.contract.model import Operation
from conformance.exchange.compare_value import Difference
from conformance.exchange.validate_payload import PayloadValidator, Validation
from conformance.generate.responses import ResponseScript
from conformance.wire import Response

FROM_SERVER: Final = ResponseScript("full_live", "success", ())  # no script: the server is asked


def classify_response(script: Sequence[Response], *, conforming: bool) -> ResponseScript:
    """The answer that a server gave. It conforms if it is a success with what is declared for it."""
    if not script:
        return FROM_SERVER
    last = script[-1]
    if any(response.fault for response in script):
        return ResponseScript(f"connection_{last.fault or 'cut'}_live", "hostile", tuple(script))
    good = [response.status // 100 == 2 for response in script]
    if all(good):
        return ResponseScript("full_live", "success", tuple(script), json_bodies(script), conforming=conforming)
    if any(good):  # a page that could not be had, or a retry that helped
        return ResponseScript("mixed_live", "hostile", tuple(script), json_bodies(script))
    # of retried answers the last one is what the call ended with
    payloads = json_bodies(script[-1:])
    odd = "" if payloads and isinstance(payloads[0], dict) else "_live"  # what errors do with those is another matter
    return ResponseScript(f"error_{last.status}{odd}", "error", tuple(script), payloads)


def validate_responses(operation: Operation, script: Sequence[Response], strict: PayloadValidator) -> Validation:
    """Where successful answers are not what the operation declares, and what they hold beyond it."""
    good = [response for response in script if response.status // 100 == 2 and not response.fault]
    payloads = json_bodies(good)
    seen = strict.validate_bodies(operation, payloads)
    if operation.shape in {"value", "pager"} and len(payloads) < len(good):
        body = "a body that is not JSON" if good[-1].content else "no body"
        if good[-1].content or not operation.response.nullable:
            seen.mismatches.append(Difference("type", (), f"declared {operation.response}, got {body}"))
    return seen


def json_bodies(script: Sequence[Response]) -> tuple[Any, ...]:
    """The JSON values of the bodies that are JSON."""
    found = []
    for response in script:
        try:
            # JSON between systems is UTF-8 (RFC 8259, section 8.1); from bytes Python would take UTF-16 as well
            found.append(json.loads(response.content.decode()))
        except ValueError:
            continue
    return tuple(found)
