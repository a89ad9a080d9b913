"""Responses for the offline wire: made from the declared response type, errors, and hostile ones.

Each script is labelled, so that checks know what to expect. The payloads of `conforming` scripts have the declared type
strictly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from conformance.contract.model import Model, Operation
from conformance.contract.types import Type
from conformance.generate.pages import page_payloads
from conformance.generate.samples import UNKNOWN_FIELD, UNKNOWN_MEMBER, Samples, payload
from conformance.generate.values import Record, Value
from conformance.wire import UNDECLARED, Response, json_response, stream_response

LATE_STATUS: Final = 500
LATE_ERROR: Final = f"second_page_{LATE_STATUS}"
CREATING: Final = frozenset({"POST", "PUT"})  # methods whose success may have the status 201 (RFC 9110, section 9.3)
ERROR_BODY: Final = {"detail": "refused by the test's server", "status_code": 0, "extra": {"é": [1, None]}}
STREAM: Final = bytes(range(256)) * 9 + b"\r\n--end"
_HTML: Final = b"<!doctype html><html><body>Bad gateway \xc3\xa9</body></html>"
_JSON_TYPE: Final = (("content-type", "application/json"),)
Kind = Literal["success", "error", "hostile"]


@dataclass(frozen=True, slots=True)
class ResponseScript:
    """The responses to the requests of one call, in order; the last one is repeated for every further request.

    `payloads` are the JSON values of the bodies that are JSON. `extra` says what a conforming response contains beyond
    the declared type: an unknown "field", an unknown enum "member", or "" for nothing. With `more`, they are the first
    pages of a list that a server continues: the call was stopped before it read the next one.
    """

    label: str
    kind: Kind
    responses: tuple[Response, ...]
    payloads: tuple[Any, ...] = ()
    conforming: bool = False
    extra: str = ""
    more: bool = False

    @property
    def status(self) -> int:
        """The first response's status."""
        return self.responses[0].status


class ResponseFactory:
    """Makes the responses of a contract's operations. Every operation gets the error `statuses`, declared or not."""

    def __init__(self, models: Mapping[str, Model], statuses: Collection[int] = (400, 404, 500)) -> None:
        self.models, self.statuses = models, frozenset(statuses)
        self.samples = Samples(models)

    def minimal(self, operation: Operation) -> ResponseScript:
        """The smallest conforming response."""
        return self.success(operation, "minimal", self.samples.simplest(operation.response.without_null()))

    def conforming(self, operation: Operation) -> Iterator[ResponseScript]:
        """Conforming responses: smallest, full, every alternative of a union, and with unknown fields and members.

        Servers send a resource that a request has created with a status of its own.
        """
        minimal = self.minimal(operation)
        yield minimal
        if operation.method in CREATING and operation.shape == "value" and not operation.statuses:
            (response,) = minimal.responses
            yield replace(minimal, label="created", responses=(replace(response, status=201),))
        if operation.shape == "nothing" and operation.accepts(200):
            yield ResponseScript("empty_object", "success", (json_response(200, {}),), ({},), conforming=True)
        if is_opaque(operation):
            return
        for number, full in enumerate(self.samples.variants(operation.response)):
            yield self.success(operation, "full" if number == 0 else f"full_{number}", full)
        full = self.samples.fullest(operation.response)
        yield self.success(operation, "nulls", self.with_nulls(full))
        for extra, change in (("field", self._unknown_field), ("member", self._unknown_member)):
            changed = change(full)
            if changed != full:
                yield self.success(operation, f"unknown_{extra}", changed, extra=extra)

    def success(self, operation: Operation, label: str, value: Value, extra: str = "") -> ResponseScript:
        """A conforming response with a value of the response type; a pager gets three pages."""
        match operation.shape:
            case "nothing":
                status = 204 if operation.accepts(204) else operation.success
                return ResponseScript(label, "success", (Response(status),), (), conforming=True)
            case "stream" if operation.response_format:
                return self._stream(operation, label, value, extra)
            case "stream":
                headers = (("content-type", "application/octet-stream"),)
                conforming = operation.response.kind == "bytes"  # of anything else, the format is not known
                return ResponseScript(
                    label, "success", (Response(operation.success, headers, STREAM),), (), conforming=conforming
                )
            case "pager":
                return self._pages(operation, label, value, extra)
        body = payload(value, self.models)
        if operation.response_format == "text" and isinstance(body, str):
            plain = (("content-type", "text/plain; charset=utf-8"),)
            text = Response(operation.success, plain, body.encode(errors="surrogatepass"))
            return ResponseScript(label, "success", (text,), (body,), conforming=True)
        sent = body
        if operation.page is not None:  # the method returns one field of an envelope
            sent = {**payload(self.samples.simplest(operation.page), self.models), operation.items: body}
        response = json_response(operation.success, sent)
        return ResponseScript(label, "success", (response,), (body,), conforming=True, extra=extra)

    def _stream(self, operation: Operation, label: str, value: Value, extra: str) -> ResponseScript:
        items = [
            payload(item, self.models) for item in (value, self.samples.simplest(operation.response.without_null()))
        ]
        response = stream_response(items, operation.response_format)
        return ResponseScript(label, "success", (response,), tuple(items), conforming=True, extra=extra)

    def _pages(self, operation: Operation, label: str, value: Value, extra: str) -> ResponseScript:
        item = payload(value, self.models)
        other = payload(self.samples.simplest(operation.response.without_null()), self.models)
        shell = payload(self.samples.simplest(operation.page), self.models) if operation.page else {}
        pages = tuple(page_payloads(operation, shell, self.models, ([item, other], [item], [])))
        responses = tuple(json_response(operation.success, page) for page in pages)
        return ResponseScript(label, "success", responses, pages, conforming=True, extra=extra)

    def errors(self, operation: Operation) -> Iterator[ResponseScript]:
        """Every declared status and a spread of undeclared ones, with JSON bodies."""
        for status in sorted({*self.statuses, UNDECLARED, *operation.errors}):
            body = self._error_body(operation, status)
            yield ResponseScript(f"error_{status}", "error", (json_response(status, body),), (body,))

    def refusal(self, operation: Operation, status: int | None = None) -> ResponseScript:
        """One error response: of the status, or else of the first declared status, or else of an undeclared one."""
        status = min(operation.errors, default=UNDECLARED) if status is None else status
        body = self._error_body(operation, status)
        return ResponseScript(f"error_{status}", "error", (json_response(status, body),), (body,))

    def non_object_errors(self, operation: Operation) -> Iterator[ResponseScript]:
        """Error statuses whose body is not a JSON object, once declared and once not."""
        declared = sorted(operation.errors)[:1]
        for status in (*declared, UNDECLARED):
            for label, response in _unexpected_bodies(status):
                yield ResponseScript(f"error_{status}_{label}", "error", (response,))

    def hostile(self, operation: Operation) -> Iterator[ResponseScript]:
        """Successful statuses with a body that is not the declared one, redirects, and broken connections."""
        yield ResponseScript("redirect_302", "error", (Response(302, (("location", "http://sdk.test/elsewhere"),)),))
        yield ResponseScript("connection_refused", "hostile", (Response(0, fault="refused"),))
        yield ResponseScript("connection_cut", "hostile", (Response(200, _JSON_TYPE, b'{"cut', fault="cut"),))
        if operation.shape in {"nothing", "stream"}:
            return
        if operation.shape == "pager":
            failed = json_response(LATE_STATUS, {**ERROR_BODY, "status_code": LATE_STATUS})
            yield ResponseScript(LATE_ERROR, "hostile", (self.minimal(operation).responses[0], failed))
        for label, response in _unexpected_bodies(200):
            if label != "list" or operation.response.kind != "list":
                yield ResponseScript(f"success_{label}", "hostile", (response,))
        if operation.response.kind == "list":
            yield ResponseScript("success_object", "hostile", (json_response(200, {"detail": "not a list"}),))
        yield ResponseScript("success_204", "hostile", (Response(204),))
        truncated = self.minimal(operation).responses[0].content[:-1] or b"{"
        yield ResponseScript("success_truncated", "hostile", (Response(200, _JSON_TYPE, truncated),))

    def wrong_content_type(self, operation: Operation) -> Iterator[ResponseScript]:
        """A conforming body under another content type: SDKs read the body, and should continue to do so.

        One that accepts only the declared statuses may refuse other content types, too.
        """
        if operation.shape == "value" and not operation.statuses:
            minimal = self.minimal(operation)
            response = Response(200, (("content-type", "text/html"),), minimal.responses[0].content)
            yield ResponseScript("mislabelled", "success", (response,), minimal.payloads, conforming=True)

    def _error_body(self, operation: Operation, status: int) -> Any:
        shape = operation.errors.get(status)
        if shape is not None and shape.body in self.models:
            return payload(self.samples.fullest(Type("model", name=shape.body)), self.models)
        return {**ERROR_BODY, "status_code": status}

    def with_nulls(self, value: Value) -> Value:
        """The value with every nullable field of a model present and null."""
        if isinstance(value, Record):
            fields = {field.name: field for field in self.models[value.model].fields}
            return Record(
                value.model,
                {
                    name: None if fields[name].type.nullable else self.with_nulls(item)
                    for name, item in value.fields.items()
                },
            )
        return [self.with_nulls(item) for item in value] if isinstance(value, list) else value

    def _unknown_field(self, value: Value) -> Value:
        """The value with a field that the outermost models do not know, under its wire name."""
        if isinstance(value, Record) and self.models[value.model].keeps_unknown:
            return Record(value.model, {**value.fields, UNKNOWN_FIELD: {"kept": ["?", 1]}})
        return [self._unknown_field(item) for item in value] if isinstance(value, list) else value

    def _unknown_member(self, value: Value) -> Value:
        """The value with an unknown member for every open enum of the outermost models."""
        if isinstance(value, Record):
            fields = {field.name: field for field in self.models[value.model].fields}
            return Record(
                value.model,
                {name: UNKNOWN_MEMBER if fields[name].type.open_enum else item for name, item in value.fields.items()},
            )
        return [self._unknown_member(item) for item in value] if isinstance(value, list) else value


def is_opaque(operation: Operation) -> bool:
    """Whether a response has no parts of declared types."""
    return operation.shape == "nothing" or (operation.shape == "stream" and not operation.response_format)


def _unexpected_bodies(status: int) -> Iterator[tuple[str, Response]]:
    yield "html", Response(status, (("content-type", "text/html"),), _HTML)
    yield "empty", Response(status, _JSON_TYPE, b"")
    yield "invalid_json", Response(status, _JSON_TYPE, b'{"detail": ')
    yield "list", json_response(status, ["first", {"second": 2}])
    yield "string", json_response(status, "plain text é")
    yield "number", json_response(status, 7)
    yield "null", json_response(status, None)
    yield "non_utf8", Response(status, _JSON_TYPE, b'{"detail": "\xff\xfe\xe9"}')
