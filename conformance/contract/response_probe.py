"""Probing of one operation's response: which model contains the result, and in which format it comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.contract.methods import Method, Result
from conformance.contract.model import Model, ResponseFormat
from conformance.contract.pages import PageModels, enveloped, full_page, short_page
from conformance.contract.probe import Outcome, Prober
from conformance.contract.sample_payload import sample_payload
from conformance.contract.types import STRING, Type
from conformance.wire import EVENT_FIELDS, Response, json_response, stream_response


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseProbe:
    """Calls a method with its required arguments and different responses. `gaps` collects what was not found."""

    method: Method
    prober: Prober
    models: Mapping[str, Model]
    pages: PageModels
    result: Result
    required: Mapping[str, Any]
    gaps: list[str]

    def container(self) -> tuple[Type | None, str]:
        """The model of a pager's page, or of an envelope, and the key in it of the items or of the result."""
        if self.result.shape == "pager":
            return self._pager()
        return self._envelope() if self.result.shape == "value" else (None, "")

    def response_format(self) -> ResponseFormat:
        """The format of responses that are neither JSON nor bytes: the one in which the SDK finds a value."""
        result = self.result
        if result.shape == "value" and result.type.without_null() == STRING:
            outcome = self._call("zq")
            return "text" if outcome.value == '"zq"' else ""
        if result.shape != "stream" or result.type.without_null().kind == "bytes":
            return ""
        sample = sample_payload(result.type, self.models)
        is_event = isinstance(sample, dict) and "data" in sample and sample.keys() <= EVENT_FIELDS
        formats: tuple[ResponseFormat, ...] = ("event fields",) if is_event else ("events", "lines")
        for response_format in formats:
            payloads = [sample, sample] if is_event else [{}, {}]
            outcome = self.prober.call(self.method, self.required, stream_response(payloads, response_format))
            items = outcome.value if isinstance(outcome.value, list) else []
            if items and not any(isinstance(item, str | bytes) for item in items):
                return response_format
        self.gaps.append("the format of its stream was not found")
        return ""

    def statuses(self, page: Type | None, items: str) -> tuple[int, ...]:
        """The statuses of success that the SDK accepts with a sample of its result; () if it accepts all, or none."""
        sample = sample_payload(self.result.type, self.models)
        if page is not None:
            sample = enveloped(page, items, [sample] if self.result.shape == "pager" else sample, self.models)
        bodies = {status: json_response(status, sample) for status in (200, 201, 202)}
        if self.result.shape == "stream":
            binary = (("content-type", "application/octet-stream"),)
            bodies = {status: Response(status, binary, b"zq") for status in bodies}
        if self.result.shape == "nothing":
            bodies[204] = Response(204)
        outcomes = {status: self.prober.call(self.method, self.required, body) for status, body in bodies.items()}
        accepted = tuple(status for status, outcome in outcomes.items() if outcome.raised is None)
        if self.result.shape == "value" and not self.result.type.nullable:  # for others, an SDK may return nothing
            accepted = tuple(status for status in accepted if outcomes[status].value is not None) or accepted
        return accepted if len(accepted) < len(bodies) else ()

    def _call(self, payload: Any) -> Outcome:
        return self.prober.call(self.method, self.required, json_response(200, payload))

    def _envelope(self) -> tuple[Type | None, str]:
        """The model and the key of its field that the method returns, where it refuses the declared type itself."""
        declared = self.result.type
        if declared.kind in {"any", "unknown", "null"}:
            return None, ""
        sample = sample_payload(declared, self.models)
        outcome = self._call(sample)
        if not outcome.requests or outcome.stopped or (outcome.raised is None and outcome.value is not None):
            return None, ""
        for page, key in self.pages.envelopes(declared):
            found = self._call(enveloped(page, key, sample, self.models))
            if found.raised is None and found.value is not None:
                return page, key
        return None, ""

    def _pager(self) -> tuple[Type | None, str]:
        """The model of a page, and the key of the payload whose list the SDK returns as `items`."""
        for pages in [[self.result.page]] if self.result.page else self.pages.candidates(self.result.type):
            keys = [(page, key) for page in pages for key in self.pages.list_keys(page)]
            for payload_of in (short_page, full_page):  # models that validate refuse a page without its other fields
                for page, key in keys:
                    outcome = self._call(payload_of(page, key, self.models))
                    if self.pages.annotations.family.items_of(outcome.value):
                        return page, key
        self.gaps.append("the key that holds a page's items was not found")
        return None, ""
