"""Faults in responses and requests, as pure functions; they return None if a fault does not apply.

A record is the object in a response: the response itself, or the first item of its list. A fault changes the named
field of the record, or the first one that fits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from conformance.wire import Request, Response

Record = dict[str, Any]
Items = list[Any]
Fitting = Callable[[Any], bool]
Value = Callable[[Any], Any]
ResponseMutation = Callable[[Request, Response], Response | None]
RequestMutation = Callable[[Request], Request | None]

DATE = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)?")
MEMBER = re.compile(r"[A-Za-z][A-Za-z_ -]*")


def items_of(payload: Any) -> Items | None:
    """The list in a response: the whole body, or the one list of a page."""
    if isinstance(payload, list):
        return payload
    if isinstance(payload, dict) and {"count", "total", "next", "results"} & set(payload):
        return next((value for value in payload.values() if isinstance(value, list)), None)
    return None


def record_of(payload: Any) -> Record | None:
    """The object in a response."""
    items = items_of(payload)
    if items is not None:
        return next((item for item in items if isinstance(item, dict) and item), None)
    return payload if isinstance(payload, dict) and payload else None


def _payload(response: Response) -> Any:
    try:
        return json.loads(response.content)
    except ValueError:
        return None


def _with(response: Response, payload: Any) -> Response:
    return replace(response, content=json.dumps(payload, ensure_ascii=False).encode())


def _fields(record: Record, field: str, fits: Fitting) -> Iterator[str]:
    return (name for name, value in record.items() if field in {"", name} and fits(value))


def on_record(change: Callable[[Record], bool]) -> ResponseMutation:
    """Change the object in a JSON response; `change` returns whether it did."""

    def changed(request: Request, response: Response) -> Response | None:
        del request
        payload = _payload(response)
        record = record_of(payload) if response.status < 300 else None
        return _with(response, payload) if record is not None and change(record) else None

    return changed


def on_field(fits: Fitting, value: Value, field: str = "") -> ResponseMutation:
    """Change the value of the first suitable field."""

    def change(record: Record) -> bool:
        name = next(_fields(record, field, fits), None)
        if name is not None:
            record[name] = value(record[name])
        return name is not None

    return on_record(change)


def on_items(change: Callable[[Items], Items | None]) -> ResponseMutation:
    """Change the list in a JSON response; None if it stays the same."""

    def changed(request: Request, response: Response) -> Response | None:
        del request
        payload = _payload(response)
        items = items_of(payload) if response.status < 300 else None
        other = None if items is None else change(list(items))
        if items is None or other is None:
            return None
        items[:] = other
        return _with(response, payload)

    return changed


def whole(change: Callable[[Response], Response | None]) -> ResponseMutation:
    """Change a successful response with any content."""

    def changed(request: Request, response: Response) -> Response | None:
        del request
        return change(response) if 200 <= response.status < 300 else None

    return changed


def anything(value: Any) -> bool:
    del value
    return True


def is_whole_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def is_object(value: Any) -> bool:
    return isinstance(value, dict)


def is_given(value: Any) -> bool:
    return value is not None


def is_date(value: Any) -> bool:
    return isinstance(value, str) and bool(DATE.fullmatch(value))


def is_member(value: Any) -> bool:
    return isinstance(value, str) and bool(MEMBER.fullmatch(value))


def drop_field(field: str = "") -> ResponseMutation:
    def change(record: Record) -> bool:
        name = next(_fields(record, field, anything), None)
        if name is not None:
            del record[name]
        return name is not None

    return on_record(change)


def rename_field(field: str = "") -> ResponseMutation:
    def change(record: Record) -> bool:
        name = next(_fields(record, field, anything), None)
        if name is not None:
            record[f"{name}_renamed"] = record.pop(name)
        return name is not None

    return on_record(change)


def add_field(field: str = "") -> ResponseMutation:
    return on_record(lambda record: record.update({field or "unheard_of": "added"}) is None)


def swap_fields(field: str = "") -> ResponseMutation:
    """Swap the values of two fields with the same type and different values."""

    def change(record: Record) -> bool:
        pairs = (
            (left, right)
            for left in _fields(record, field, is_given)
            for right, value in record.items()
            if type(value) is type(record[left]) and value != record[left]
        )
        left, right = next(pairs, ("", ""))
        if left:
            record[left], record[right] = record[right], record[left]
        return bool(left)

    return on_record(change)


def other_date_form(text: str) -> str:
    """An ISO date in another national format."""
    year, month, day = text[:10].split("-")
    return f"{day}.{month}.{year} {text[11:19]}"


def reordered(items: Items) -> Items | None:
    return items[::-1] if items != items[::-1] else None


def truncated(items: Items) -> Items | None:
    return items[:-1] if items else None


def repeated(items: Items) -> Items | None:
    return [*items, items[-1]] if items else None


def wrong_count(request: Request, response: Response) -> Response | None:
    del request
    payload = _payload(response)
    name = next((key for key in ("count", "total") if isinstance(payload, dict) and key in payload), None)
    if name is None or not is_whole_number(payload[name]):
        return None
    return _with(response, {**payload, name: payload[name] + 1})


def status(old: int, new: int) -> ResponseMutation:
    """A different status for responses with one status, with a body if the new status requires one."""

    def changed(request: Request, response: Response) -> Response | None:
        del request
        if response.status != old:
            return None
        return with_content(replace(response, status=new), response.content or b"{}", "application/json")

    return changed


def with_content(response: Response, content: bytes, content_type: str) -> Response:
    headers = tuple((name, value) for name, value in response.headers if name.lower() != "content-type")
    return replace(response, headers=(*headers, ("Content-Type", content_type)), content=content)


def wrong_content_type(response: Response) -> Response | None:
    return with_content(response, response.content, "text/plain") if response.content else None


def broken_json(response: Response) -> Response | None:
    return None if _payload(response) is None else replace(response, content=response.content[:-1])


def not_utf8(response: Response) -> Response | None:
    """JSON text with a byte that is invalid in UTF-8."""
    at = response.content.find(b'"') + 1
    if _payload(response) is None or not at:
        return None
    return replace(response, content=response.content[:at] + b"\xff\xfe" + response.content[at:])


def other_encoding(response: Response) -> Response | None:
    """The same JSON in UTF-16, declared as UTF-8."""
    if _payload(response) is None:
        return None
    return with_content(response, response.content.decode().encode("utf-16"), "application/json; charset=utf-8")


def html(response: Response) -> Response | None:
    page = b"<!doctype html><title>Log in</title><p>Please log in."
    return with_content(response, page, "text/html; charset=utf-8") if response.content else None


def emptied(response: Response) -> Response | None:
    return replace(response, content=b"") if response.content else None


def redirected(response: Response) -> Response:
    return replace(response, status=302, headers=(*response.headers, ("Location", "/user/login/")), content=b"")


def without_query(field: str = "") -> RequestMutation:
    """The request without one query parameter."""

    def changed(request: Request) -> Request | None:
        parts = urlsplit(request.url)
        given = parse_qsl(parts.query, keep_blank_values=True)
        name = next((key for key, _ in given if field in {"", key}), None)
        if name is None:
            return None
        left = urlencode([(key, value) for key, value in given if key != name])
        return replace(request, url=urlunsplit(parts._replace(query=left)))

    return changed


def without_body_field(field: str = "") -> RequestMutation:
    """The request without one field of its JSON body: the last one, which is seldom required."""

    def changed(request: Request) -> Request | None:
        try:
            body = json.loads(request.content)
        except ValueError:
            return None
        names = [name for name in body if field in {"", name}] if isinstance(body, dict) else []
        if not names:
            return None
        body.pop(names[-1])
        return replace(request, content=json.dumps(body).encode())

    return changed
