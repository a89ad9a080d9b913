"""Normalises single values: JSON leaves, URLs, query parameters, and texts that hold any of these."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote, unquote_plus, urlsplit

from conformance.cassettes.normalise.argument_tracking import SentValue, names_of, sent_in_path
from conformance.cassettes.normalise.identifiers import IdentifierNames, is_number, numbers_in_path, root_of
from conformance.cassettes.normalise.volatile_values import VolatileValues
from conformance.redaction.json_text import Path, Role, rewrite_json

_LINK: Final = re.compile(r"(?:https?:/)?/[^\s<>\"']+")


class ValueNormaliser:
    """Normalises values of one recording, and remembers those that a request sends.

    `root` is the noun that the path of the request ends with: an `id` at the top of its body is one of these.
    """

    def __init__(self, names: IdentifierNames, volatile: VolatileValues) -> None:
        self.names = names
        self.volatile = volatile
        self.sent: list[SentValue] = []
        self.in_request = False

    def start_case(self) -> None:
        """Begin with the requests of another call."""
        self.volatile.start_case()
        self.sent = []

    def url(self, url: str) -> str:
        """A URL, with the numbers of its path and the values of its query normalised."""
        head, mark, query = url.partition("?")
        root = root_of(urlsplit(head).path)
        segments = self.volatile.text(head).split("/")
        for position, kind in numbers_in_path(head):
            segments[position] = str(self._identifier(segments[position], kind))
        return "/".join(segments) + mark + self.pairs(query, root)

    def request_url(self, url: str) -> str:
        """The URL of a request. Remembers the segments of its path."""
        normal = self.url(url)
        before, after = url.partition("?")[0], normal.partition("?")[0]
        self.sent[:0] = sent_in_path(before, after, dict(numbers_in_path(before)))
        return normal

    def pairs(self, query: str, root: str) -> str:
        """A query, or a form."""
        return "&".join(self._pair(pair, root) for pair in query.split("&"))

    def json(self, text: str, root: str) -> str | None:
        """JSON, or None for invalid JSON."""
        return rewrite_json(text, lambda role, path, value: self.leaf(role, path, value, root))

    def leaf(self, role: Role, path: Path, value: Any, root: str) -> Any:
        """A key or a scalar at a path of keys and indexes."""
        new = self._normal_leaf(role, path, value, root)
        self._remember(path, value, new)
        return new

    def string(self, value: str, path: Path, root: str) -> str:
        """A text, which may be a URL or JSON."""
        if _LINK.fullmatch(value):
            return self.url(value)
        document = self.json(value, root) if value[:1] in {"{", "["} else None
        return self.volatile.text(value, _last_name(path)) if document is None else document

    def numbers_after_nouns(self, text: str) -> str:
        """A text with the number after each noun that the API numbers: `project-17.json`."""
        return self.names.replace_numbers(text, self.volatile.identifier)

    def _normal_leaf(self, role: Role, path: Path, value: Any, root: str) -> Any:
        kind = self.names.kind((*path, 0) if role == "key" else path, root)
        if kind is not None:
            identifier = self._identifier(value, kind)
            if identifier is not value:
                return identifier
        name = _last_name(path)
        if name.lower().endswith("port"):
            value = self.volatile.fixed_number(value)
        if isinstance(value, str):
            return self.string(value, path, root) if role == "value" else self.volatile.text(value)
        return value if isinstance(value, bool) or value is None else self.volatile.number(value, name)

    def _pair(self, pair: str, root: str) -> str:
        name, mark, value = pair.partition("=")
        plain, plain_value = unquote_plus(name), unquote_plus(value)
        kind = self.names.kind((plain, 0), root) or self.names.kind((plain,), root)
        if kind is None:
            new = self.string(plain_value, (plain,), root)
            self._remember((plain,), plain_value, new)
            encoded = quote(new, safe="" if "%" in value else ":,/")
            return pair if new == plain_value else f"{name}{mark}{encoded}"
        numbers = re.split(r"(,|%2C)", value)
        normal = [str(self._identifier(number, kind)) for number in numbers]
        for before, after in ((value, "".join(normal)), *zip(numbers, normal, strict=True)):
            self._remember((plain,), unquote_plus(before), unquote_plus(after))
        return f"{name}{mark}{''.join(normal)}"

    def _identifier(self, value: Any, kind: str) -> Any:
        """The replacement of a number that a server assigned, also as text; any other value unchanged."""
        if isinstance(value, str):
            return str(self.volatile.identifier(kind, int(value))) if is_number(value) else value
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return self.volatile.identifier(kind, value)
        return value

    def _remember(self, path: Path, before: Any, after: Any) -> None:
        """Remember a value of a request, because it may be an argument of the call."""
        if self.in_request and before is not None and not isinstance(before, bool):
            self.sent.append(SentValue(names_of(path), str(before), after))


def _last_name(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")
