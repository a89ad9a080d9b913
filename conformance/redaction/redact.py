"""Scrub: secrets out of interactions before anything is written, and out of every text that is shown.

Two passes: the first finds secrets by the name that they stand under and by their shape; the second replaces these, and
those that the run knows, wherever they stand and however they are encoded. What holds no secret stays byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from conformance.exchange.model import Exchange
from conformance.generate.values import from_stored, to_stored
from conformance.redaction.bodies import document, redacted
from conformance.redaction.patterns import placeholder
from conformance.redaction.text import Redaction
from conformance.wire import Request, Response

_DIGESTS: Final = frozenset({"content-md5", "digest", "content-digest", "repr-digest", "x-goog-hash"})


@dataclass(frozen=True)
class Secrets:
    """What a run knows to be secret: tokens, passwords, storage keys. They are never shown, not even here."""

    values: tuple[str, ...] = field(default=(), repr=False)

    def __or__(self, other: Secrets) -> Secrets:
        return Secrets(tuple(dict.fromkeys((*self.values, *other.values))))

    @cached_property
    def known(self) -> dict[str, str]:
        """Each value with what takes its place; what is empty, or is a placeholder already, is none."""
        replaced = {part: placeholder(part) for value in self.values for part in _parts(value)}
        return {value: other for value, other in replaced.items() if value != other}

    @cached_property
    def _plain(self) -> Redaction:
        return Redaction(self.known)

    def without(self, text: str) -> str:
        """A text without these values, however they are spelt in it; nothing else is changed."""
        return self._plain.plain(text)

    def text(self, text: str) -> str:
        """A text of any kind without any secret: these, and what has a secret's name or shape."""
        return document(text, self.learnt_from(text))

    def learnt_from(self, *seen: Request | Response | str) -> Redaction:
        """What takes out of texts these values, every secret found in what was `seen`, and what looks secret."""
        first = Redaction(self.known)
        for each in seen:
            _rewritten(each, first)
        return first.learnt()


NO_SECRETS: Final = Secrets()


def redact_request(request: Request, redaction: Redaction) -> Request:
    """The request without secrets."""
    headers = tuple((name, redaction.header(name, value)) for name, value in request.headers)
    content = redacted(request.content, _header(request.headers, "content-type"), redaction)
    url = redaction.url(redaction.plain(request.url))
    return replace(request, url=url, headers=_honest(headers, request.content, content), content=content)


def redact_response(response: Response, redaction: Redaction) -> Response:
    """The response without secrets."""
    headers = tuple((name, redaction.header(name, value)) for name, value in response.headers)
    kind = _header(response.headers, "content-type")
    content = redacted(response.content, kind, redaction, messages=response.status >= 400)
    return replace(response, headers=_honest(headers, response.content, content), content=content)


def _parts(value: str) -> Iterator[str]:
    """What has to be looked for of a secret: of a document of JSON its secrets, of a block its lines."""
    if value.lstrip()[:1] == "{":
        finder = Redaction({})
        if finder.json(value) is not None:
            for found in finder.found:
                yield from _parts(found)
            return
    if "\n" in value.strip():
        yield from (line for line in value.split("\n") if len(line) >= 12 and not line.startswith("-----"))
    else:
        yield value


def redact_exchange(exchange: Exchange, redaction: Redaction) -> Exchange:
    """What was called, sent and answered without secrets. The value that came back stays: it is shown as text only."""
    arguments = {name: to_stored(value) for name, value in exchange.call.arguments.items()}
    plain = redact_json(arguments, redaction)
    call = exchange.call
    if plain is not arguments:
        call = replace(call, arguments={name: from_stored(value) for name, value in plain.items()})
    script = tuple(redact_response(each, redaction) for each in exchange.scripted.responses)
    requests = tuple(redact_request(each, redaction) for each in exchange.requests)
    return replace(exchange, call=call, requests=requests, scripted=replace(exchange.scripted, responses=script))


def _rewritten(seen: Request | Response | str, redaction: Redaction) -> None:
    match seen:
        case Request():
            redact_request(seen, redaction)
        case Response():
            redact_response(seen, redaction)
        case str():
            document(seen, redaction)


def redact_json(arguments: Any, redaction: Redaction) -> Any:
    """JSON data without secrets; the same object where it has none."""
    text = json.dumps(arguments)
    new = redaction.json(text)
    return arguments if new is None or new == text else json.loads(new)


def _header(headers: Iterable[tuple[str, str]], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _honest(headers: tuple[tuple[str, str], ...], before: bytes, after: bytes) -> tuple[tuple[str, str], ...]:
    """The headers with the length of the new body; a digest or length of something else is left out."""
    if before == after:
        return headers
    length = str(len(before))
    kept = []
    for name, value in headers:
        if name.lower() == "content-length":
            if value.strip() == length:
                kept.append((name, str(len(after))))
        elif name.lower() not in _DIGESTS:
            kept.append((name, value))
    return tuple(kept)
