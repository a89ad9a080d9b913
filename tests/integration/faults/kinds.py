"""Every kind of fault, by name, and its effect on an exchange.

Each trial creates its kind anew, because some kinds keep state. A kind takes a request and the wire behind it, and
returns the response and whether the response contains the fault.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from conformance.wire import Request, Response, Wire, json_response
from tests.integration.faults import mutations as m

SECONDS: Final = 10.0  # the delay of a response: long, compared with others, on a machine under load, too
Meddle = Callable[[Request, Wire], tuple[Response, bool]]
Kind = Callable[[str], Meddle]


def change_response(make: Callable[[str], m.ResponseMutation]) -> Kind:
    """A fault in the response."""

    def kind(field: str) -> Meddle:
        change = make(field)

        def meddle(request: Request, wire: Wire) -> tuple[Response, bool]:
            given = wire(request)
            changed = change(request, given)
            return (given, False) if changed is None else (changed, True)

        return meddle

    return kind


def ignore_part(make: Callable[[str], m.RequestMutation]) -> Kind:
    """A server that ignores a part of the request."""

    def kind(field: str) -> Meddle:
        change = make(field)

        def meddle(request: Request, wire: Wire) -> tuple[Response, bool]:
            changed = change(request)
            return wire(request if changed is None else changed), changed is not None

        return meddle

    return kind


def field(fits: m.Fitting, value: m.Value) -> Kind:
    return change_response(lambda name: m.on_field(fits, value, name))


def items(change: Callable[[m.Items], m.Items | None]) -> Kind:
    return change_response(lambda name: m.on_items(change))


def whole(change: Callable[[Response], Response | None]) -> Kind:
    return change_response(lambda name: m.whole(change))


def status(old: int, new: int) -> Kind:
    return change_response(lambda name: m.status(old, new))


def failing(fault: str) -> Kind:
    """A connection that breaks: "torn" in the headers, "cut" in the body."""
    return whole(lambda response: replace(response, fault=fault))


@dataclass
class Once:
    """A server error for the first request only."""

    status: int
    done: bool = False

    def __call__(self, request: Request, wire: Wire) -> tuple[Response, bool]:
        if self.done:
            return wire(request), False
        self.done = True
        return json_response(self.status, {"detail": "out of order"}), True


@dataclass
class Stale:
    """Every read returns the response of the previous one."""

    before: Response | None = None

    def __call__(self, request: Request, wire: Wire) -> tuple[Response, bool]:
        given, before = wire(request), self.before
        if given.status >= 300:
            return given, False
        self.before = given
        differs = before is not None and before.content != given.content
        return (before, True) if before is not None and differs else (given, False)


@dataclass
class Delayed:
    """Only the first responses are delayed, so that a trial ends. One alone could be slow by the machine's load."""

    seconds: float = SECONDS
    left: int = 2

    def __call__(self, request: Request, wire: Wire) -> tuple[Response, bool]:
        given, delayed = wire(request), self.left > 0
        self.left -= delayed
        if delayed:
            time.sleep(self.seconds)
        return given, delayed


def update_lost(name: str) -> Meddle:
    """An update returns 200 with the old state, and writes nothing."""
    del name

    def meddle(request: Request, wire: Wire) -> tuple[Response, bool]:
        if request.method not in {"PUT", "PATCH"}:
            return wire(request), False
        headers = tuple(header for header in request.headers if not header[0].startswith("content-"))
        before = wire(replace(request, method="GET", headers=headers, content=b""))
        return (before, True) if before.status == 200 else (wire(request), False)

    return meddle


def deletion_lost(name: str) -> Meddle:
    """A deletion returns 204, and deletes nothing."""
    del name

    def meddle(request: Request, wire: Wire) -> tuple[Response, bool]:
        return (Response(204), True) if request.method == "DELETE" else (wire(request), False)

    return meddle


KINDS: Final[Mapping[str, Kind]] = {
    # fields of the response; the trial chooses an optional, required or enum field
    "optional field dropped": change_response(m.drop_field),
    "required field dropped": change_response(m.drop_field),
    "field renamed": change_response(m.rename_field),
    "field added": change_response(m.add_field),
    "fields swapped": change_response(m.swap_fields),
    "number as text": field(m.is_whole_number, str),
    "number as fraction": field(m.is_whole_number, lambda value: value + 0.5),
    "text as number": field(m.is_text, len),
    "object as list": field(m.is_object, lambda value: [value]),
    "flag as text": field(m.is_flag, lambda value: str(value).lower()),
    "null for a value": field(m.is_given, lambda value: None),
    "unknown member": field(m.is_member, lambda value: f"{value}_unheard_of"),
    "date in another form": field(m.is_date, m.other_date_form),
    # lists
    "list reordered": items(m.reordered),
    "list truncated": items(m.truncated),
    "item repeated": items(m.repeated),
    "wrong count": change_response(lambda name: m.wrong_count),
    # the whole response
    "200 as 202": status(200, 202),
    "201 as 200": status(201, 200),
    "204 as 200": status(204, 200),
    "404 as 200": status(404, 200),
    "wrong content type": whole(m.wrong_content_type),
    "JSON truncated": whole(m.broken_json),
    "not UTF-8": whole(m.not_utf8),
    "other encoding": whole(m.other_encoding),
    "HTML": whole(m.html),
    "body emptied": whole(m.emptied),
    "redirected": whole(m.redirected),
    "stale response": lambda name: Stale(),
    # the connection and the server
    "delayed": lambda name: Delayed(),
    "cut in the headers": failing("torn"),
    "cut in the body": failing("cut"),
    "500 once": lambda name: Once(500),
    "503 once": lambda name: Once(503),
    # parts of the request are ignored
    "query parameter ignored": ignore_part(m.without_query),
    "body field ignored": ignore_part(m.without_body_field),
    "update lost": update_lost,
    "deletion lost": deletion_lost,
}
