"""Checks responses against the schemas of the server's own OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
        """The violations of the document in a response of an operation; None if the document has no schema for it.

        What the document describes as a file may have any content.
        """
        responses = self._described(path)
        status = str(response.status)
        return self._violations(path, status if status in responses else "default", response)

    def success_violations(self, path: str, response: Response) -> tuple[str, ...] | None:
        """The same for a successful response, whatever status the document has for success."""
        statuses = [str(response.status), *sorted(self._described(path)), "default"]
        results = (self._violations(path, status, response) for status in statuses if status[:1] in {"2", "d"})
        return next((result for result in results if result is not None), None)

    def _described(self, path: str) -> Mapping[str, Any]:
        spec = self.context.specs.get(path)
        return {} if spec is None else spec.responses

    def _violations(self, path: str, status: str, response: Response) -> tuple[str, ...] | None:
        """The violations of what the document has for one status."""
        document = self.context.document
        if (path, status) not in self._validators:
            schema = self._described(path).get(status)
            validator = None
            if document is not None and schema is not None and not _is_file(document.resolved(schema)):
                validator = schema_validator(document.raw, schema, request=False)
            self._validators[path, status] = validator
        validator, payloads = self._validators[path, status], json_bodies([response])
        return tuple(validator(payloads[0])) if validator is not None and payloads else None


def _is_file(schema: Mapping[str, Any]) -> bool:
    """OpenAPI 3.0 describes a file as a binary text, OpenAPI 3.1 by the media type of its content."""
    return schema.get("type") == "string" and (schema.get("format") == "binary" or "contentMediaType" in schema)
