"""Redacts requests, responses and texts: recordings before they are written, and everything that is printed.

There are two passes. The first finds secrets by their names and shapes. The second replaces these and the run's own
secrets, wherever they occur and however they are encoded. Without a secret, every byte stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from conformance.redaction.bodies import redact_body, redact_document
from conformance.redaction.patterns import Secrecy, placeholder_for, secrecy_of
from conformance.redaction.text import Redaction
from conformance.wire import Request, Response

_DIGEST_HEADERS: Final = frozenset({"content-md5", "digest", "content-digest", "repr-digest", "x-goog-hash"})
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Secrets:
    """The secrets of a run: tokens, passwords, storage keys. They are never printed, not even by `repr`."""

    values: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def among(cls, values: Mapping[str, str], *others: str) -> Secrets:
        """The values whose names may be the name of a secret, and others."""
        kinds = {Secrecy.CERTAIN, Secrecy.POSSIBLE}
        return cls((*others, *(value for name, value in values.items() if secrecy_of(name) in kinds)))

    @cached_property
    def known(self) -> dict[str, str]:
        """Each secret with its placeholder. Empty values and placeholders are no secrets."""
        placeholders = {part: placeholder_for(part) for value in self.values for part in _parts(value)}
        return {value: placeholder for value, placeholder in placeholders.items() if value != placeholder}

    def redact_text(self, text: str) -> str:
        """A text of any kind without any secret: the run's own, and what has the name or shape of a secret."""
        return redact_document(text, self.redaction_for(text))

    def redaction_for(self, *sources: Request | Response | str) -> Redaction:
        """A redaction that knows the run's secrets, and the secrets in messages and texts."""
        first = Redaction(self.known)
        for source in sources:
            match source:
                case Request():
                    redact_request(source, first)
                case Response():
                    redact_response(source, first)
                case str():
                    redact_document(source, first)
        return first.second_pass()


NO_SECRETS: Final = Secrets()


def redact_request(request: Request, redaction: Redaction) -> Request:
    """The request without secrets."""
    headers = tuple((name, redaction.redact_header(name, value)) for name, value in request.headers)
    content = redact_body(request.content, _header(request.headers, "content-type"), redaction)
    url = redaction.redact_url(redaction.redact_known(request.url))
    return replace(request, url=url, headers=_with_length(headers, request.content, content), content=content)


def redact_response(response: Response, redaction: Redaction) -> Response:
    """The response without secrets."""
    headers = tuple((name, redaction.redact_header(name, value)) for name, value in response.headers)
    kind = _header(response.headers, "content-type")
    content = redact_body(response.content, kind, redaction, messages=response.status >= 400)
    return replace(response, headers=_with_length(headers, response.content, content), content=content)


def redact_json(data: Any, redaction: Redaction) -> Any:
    """JSON data without secrets; the same object where it has none."""
    text = json.dumps(data)
    new = redaction.redact_json(text)
    return data if new is None or new == text else json.loads(new)


def _parts(value: str) -> Iterator[str]:
    """The texts to search for: the secrets in a JSON document, the lines of a PEM block, or the value itself."""
    if value.lstrip()[:1] == "{":
        finder = Redaction({})
        if finder.redact_json(value) is not None:
            for secret in finder.found:
                yield from _parts(secret)
            return
    if "\n" in value.strip():
        yield from (line for line in value.split("\n") if len(line) >= 12 and not line.startswith("-----"))
    else:
        yield value


def _header(headers: Iterable[tuple[str, str]], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _with_length(headers: Headers, before: bytes, after: bytes) -> Headers:
    """The headers with the length of the new body, and without digests of the old one."""
    if before == after:
        return headers
    length = str(len(before))
    kept = []
    for name, value in headers:
        if name.lower() == "content-length":
            if value.strip() == length:
                kept.append((name, str(len(after))))
        elif name.lower() not in _DIGEST_HEADERS:
            kept.append((name, value))
    return tuple(kept)
