"""Checks responses against the schemas of the server's own OpenAPI document."""

from __future__ import annotations

from conformance.exchange.classify_response import json_bodies
from conformance.generate.openapi import Validator, schema_validator
from conformance.judging.context import Context
from conformance.wire import Response


class ResponseSchemas:
    """The response schemas of a document, each compiled on first use."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._validators: dict[tuple[str, str], Validator | None] = {}

    def violations(self, path: str, response: Response) -> tuple[str, ...] | None:
        """The violations of the document in a response of an operation; None if the document has no schema for it."""
        spec, document = self.context.specs.get(path), self.context.document
        if spec is None or document is None:
            return None
        key = (path, str(response.status))
        if key not in self._validators:
            schema = spec.responses.get(key[1], spec.responses.get("default"))
            self._validators[key] = None if schema is None else schema_validator(document.raw, schema, request=False)
        validator, payloads = self._validators[key], json_bodies([response])
        return tuple(validator(payloads[0])) if validator is not None and payloads else None
