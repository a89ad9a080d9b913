"""A request taken apart into the values that it carries, with an account of which ones arguments explain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from conformance.contract.model import Operation
from conformance.wire import Request

ABSENT: Final = object()


class SentArguments:
    """The query, form, JSON fields and body of one request.

    Reading a value marks it as explained, and so are the constants of the operation; `unrequested` gives the rest.
    """

    def __init__(self, request: Request, operation: Operation) -> None:
        self.request = request
        self.query = _group(request.query)
        self.form: dict[str, list[Any]] = {}
        self.fields: dict[str, Any] = {}
        self.body: Any = ABSENT
        self._explained: set[tuple[str, str]] = {(location, name) for location, name, _ in operation.constants}
        self._read_body(has_whole_body=any(p.location == "body" for p in operation.parameters))

    def _read_body(self, *, has_whole_body: bool) -> None:
        request = self.request
        if not request.content:
            return
        if request.content_type == "multipart/form-data":
            for part in request.parts:
                self.form.setdefault(part.name, []).append(part)
        elif request.content_type == "application/x-www-form-urlencoded":
            self.form = {name: list(values) for name, values in _group(request.form).items()}
        elif (request.content_type or "").startswith("text/"):
            self.body = request.content
        else:
            try:
                self.body = request.json
            except ValueError:
                self.body = request.content
            if isinstance(self.body, dict) and not has_whole_body:
                self.fields = self.body

    def read(self, location: str, name: str) -> Any:
        """The value at a location, or `ABSENT`. In a query that is a dict of names and values: `name[key]` counts."""
        self._explained.add((location, name))
        match location:
            case "query":
                found = {key: values for key, values in self.query.items() if _base_name(key) == name}
                self._explained |= {("query", key) for key in found}
                return found or ABSENT
            case "field":
                return self.fields.get(name, ABSENT)
            case "body":
                return self.body
            case "form" | "file":
                self._explained |= {("form", name), ("file", name)}
                return self.form.get(name) or self._read_nested(name) or ABSENT
            case "header":
                value = self.request.header(name)
                return ABSENT if value is None else value
        return ABSENT

    def _read_nested(self, name: str) -> dict[str, list[str]]:
        """The texts of an object that a form spells as `name[key]`, by these names."""
        found = {
            key: values
            for key, values in self.form.items()
            if _base_name(key) == name and key not in {name, f"{name}[]"}
        }
        self._explained |= {("form", key) for key in found}
        return {key: [part_text(value) for value in values] for key, values in found.items()}

    def unrequested(self) -> Iterator[tuple[str, str, str]]:
        """The values that neither an argument nor a constant explains, as (location, name, text)."""
        for key, values in self.query.items():
            if not self._explained & {("query", key), ("query", _base_name(key))}:
                yield "query", key, ", ".join(values)
        for name, value in self.fields.items():
            if ("field", name) not in self._explained:
                yield "field", name, json.dumps(value, ensure_ascii=False)
        for name in self.form:
            if not self._explained & {("form", name), ("file", name)}:
                yield "form", name, "..."
        is_explained = any(location == "body" for location, _ in self._explained)
        if self.body is not ABSENT and not self.fields and self.body != {} and not is_explained:
            yield "body", "", repr(self.body)


def part_text(value: Any) -> str:
    """The text of a value of a form, or of a part of one."""
    content = getattr(value, "content", value)
    return content.decode(errors="replace") if isinstance(content, bytes) else str(content)


def _group(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _base_name(key: str) -> str:
    return key.split("[", 1)[0]
