"""Redacts an exchange: the call's arguments, the requests and the scripted responses."""

from __future__ import annotations

from dataclasses import replace

from conformance.exchange.model import Exchange
from conformance.generate.values import from_stored, to_stored
from conformance.redaction.redact import redact_json, redact_request, redact_response
from conformance.redaction.text import Redaction


def redact_exchange(exchange: Exchange, redaction: Redaction) -> Exchange:
    """The exchange without secrets. Its outcome stays: that is only printed as text, which is redacted then."""
    arguments = {name: to_stored(value) for name, value in exchange.call.arguments.items()}
    redacted = redact_json(arguments, redaction)
    call = exchange.call
    if redacted is not arguments:
        call = replace(call, arguments={name: from_stored(value) for name, value in redacted.items()})
    responses = tuple(redact_response(response, redaction) for response in exchange.scripted.responses)
    requests = tuple(redact_request(request, redaction) for request in exchange.requests)
    return replace(exchange, call=call, requests=requests, scripted=replace(exchange.scripted, responses=responses))
