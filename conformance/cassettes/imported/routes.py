"""Which operations an entry of another program's recording may be, by verb and URL.

A server may have a path of its own, below which the API is (`https://example.org/labels/api/…`). For each server that
path is taken with which most of its entries are operations.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from conformance.contract.model import Contract, Operation
from conformance.wire import Request

_PARAMETER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """An operation that a request may be a call of, and the values in its path by Python name, as sent."""

    operation: Operation
    sent: Mapping[str, str]

    @property
    def in_path(self) -> dict[str, str]:
        """The values in the path, decoded."""
        return {name: unquote(value) for name, value in self.sent.items()}

    @property
    def path(self) -> str:
        """The path with the values as they were sent."""
        return _PARAMETER.sub(lambda match: self.sent[match[1]], self.operation.url)


class Routes:
    """The operations of a contract, by verb and number of path segments."""

    def __init__(self, contract: Contract) -> None:
        self._by_length: dict[tuple[str, int], list[tuple[re.Pattern[str], Operation]]] = {}
        for path in contract.paths():
            operation = contract.operation(path)
            if operation is not None and operation.method and re.search(r"[^/{}]", _PARAMETER.sub("", operation.url)):
                segments = _segments(operation.url)
                key = (operation.method.upper(), len(segments))
                self._by_length.setdefault(key, []).append((_pattern(segments), operation))

    def servers(self, requests: Iterable[Request]) -> dict[str, str]:
        """For each server (scheme and host), the path below which most requests are operations; the shortest."""
        counts: dict[str, Counter[str]] = {}
        for request in requests:
            origin, segments = _parse(request.url)
            for start in range(len(segments)):
                if any(self._matches(request.method, segments[start:])):
                    counts.setdefault(origin, Counter())["/".join(segments[:start])] += 1
        return {
            origin: min(found, key=lambda prefix: (-found[prefix], len(prefix), prefix))
            for origin, found in counts.items()
        }

    def find(self, request: Request, servers: Mapping[str, str]) -> list[Route]:
        """The operations that a request may be a call of; the most literal paths first, only these."""
        origin, segments = _parse(request.url)
        if origin not in servers:
            return []
        prefix = [segment for segment in servers[origin].split("/") if segment]
        if segments[: len(prefix)] != prefix:
            return []
        below = segments[len(prefix) :]
        found = list(self._matches(request.method, below)) or list(self._longer_matches(request.method, below))
        most_literal = min((len(route.sent) for route in found), default=0)
        return [route for route in found if len(route.sent) == most_literal]

    def _matches(self, method: str, segments: Sequence[str]) -> Iterator[Route]:
        text = "/".join(segments)
        for pattern, operation in self._by_length.get((method, len(segments)), ()):
            match = pattern.fullmatch(text)
            if match is not None:
                yield Route(operation, dict(zip(_PARAMETER.findall(operation.url), match.groups(), strict=True)))

    def _longer_matches(self, method: str, segments: Sequence[str]) -> Iterator[Route]:
        """Operations whose path ends with a value that may itself be a path, such as that of a file."""
        for length in range(len(segments) - 1, 1, -1):
            joined = [*segments[: length - 1], "/".join(segments[length - 1 :])]
            for route in self._matches(method, [*joined[:-1], joined[-1].replace("/", "\0")]):
                if route.operation.url.rstrip("/").endswith("}"):
                    sent = {name: value.replace("\0", "/") for name, value in route.sent.items()}
                    yield Route(route.operation, sent)


def is_http(url: str) -> bool:
    """Whether a URL can be one of an API. Browsers also record websockets, data and pages of extensions."""
    try:
        return urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _parse(url: str) -> tuple[str, list[str]]:
    """The server of a URL, and the segments of its path as sent."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}", _segments(parts.path)


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _pattern(segments: Sequence[str]) -> re.Pattern[str]:
    literal = _PARAMETER.split("/".join(segments))[::2]
    return re.compile("([^/]+)".join(map(re.escape, literal)))
