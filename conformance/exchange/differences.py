"""The differ: what two requests or two values differ in, in a sentence and as both sides of each difference.

Cassettes, and all checks that compare two requests or two results, use it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from conformance.exchange.json_equality import same_json
from conformance.exchange.rendering import evidence_headers
from conformance.wire import Part, Request

NOTHING: Final = "nothing"  # the side that does not have it
MAX_NAMED: Final = 4  # differences in a sentence
_ABSENT: Final = object()
_MAX_CHARACTERS: Final = 120  # of a value in a sentence


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One difference: its place, such as `query.page` or `body.labels[].title`, and the text of both sides."""

    place: str
    one: str
    other: str

    @property
    def text(self) -> str:
        """`query.page 1 → 2`."""
        return f"{self.place} {self.one} → {self.other}"


def sentence(differences: Sequence[SideBySide]) -> str:
    """The differences in a few words: `query page_size → pagesize; method GET → POST`.

    A name that only one side has, and a name with the same value that only the other has, are one renamed thing.
    """
    texts = [text for _, text in in_words(differences)]
    more = f"; and {len(texts) - MAX_NAMED} more" if len(texts) > MAX_NAMED else ""
    return "; ".join(texts[:MAX_NAMED]) + more


def in_words(differences: Sequence[SideBySide]) -> Iterator[tuple[SideBySide, str]]:
    """Each difference with its text; the two differences of a renamed thing are one, at its first name."""
    renamed: set[int] = set()
    for number, difference in enumerate(differences):
        if number in renamed:
            continue
        area, _, name = difference.place.partition(".")
        twin = next((at for at in range(number + 1, len(differences)) if _renames(difference, differences[at])), None)
        if not name or twin is None or twin in renamed:
            yield difference, difference.text
            continue
        renamed.add(twin)
        other = differences[twin].place.partition(".")[2]
        before, after = (name, other) if difference.other == NOTHING else (other, name)
        yield (difference if difference.other == NOTHING else differences[twin]), f"{area} {before} → {after}"


def _renames(one: SideBySide, other: SideBySide) -> bool:
    same_parent = one.place.rpartition(".")[0] == other.place.rpartition(".")[0]
    sides = {(one.other, other.one), (one.one, other.other)}
    return same_parent and (NOTHING, NOTHING) in sides and {one.one, one.other} == {other.one, other.other}


def request_differences(
    one: Request, other: Request, *, headers: bool = False, machine_headers: Collection[str] = ()
) -> Iterator[SideBySide]:
    """The differences of two requests for a server; with `headers` also in those that do not describe the machine."""
    if one.method != other.method:
        yield SideBySide("method", one.method, other.method)
    hosts = [urlsplit(request.url).netloc for request in (one, other)]
    if headers and hosts[0] != hosts[1]:
        yield SideBySide("host", *hosts)
    if _path(one) != _path(other) or (headers and one.path != other.path):
        yield SideBySide("path", one.path, other.path)
    yield from _mapping_differences("query", _group(one.query), _group(other.query))
    if headers:
        sides = [_group(evidence_headers(request, machine_headers)) for request in (one, other)]
        yield from _mapping_differences("header", *sides)
    if one.content_type != other.content_type:
        yield SideBySide("content-type", str(one.content_type), str(other.content_type))
    else:
        yield from _body_differences(one, other)


def value_differences(one: Any, other: Any, place: str) -> Iterator[SideBySide]:
    """The differences of two values: models field by field, lists item by item, the rest as JSON."""
    if type(one) is type(other) and hasattr(one, "__dict__") and one != other:
        sides = [{**vars(side), **(getattr(side, "__pydantic_extra__", None) or {})} for side in (one, other)]
        yield from _named_differences(sides[0], sides[1], place) if sides[0] != sides[1] else _whole(one, other, place)
    elif isinstance(one, dict) and isinstance(other, dict):
        yield from _named_differences(one, other, place)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for left, right in zip(one, other, strict=True):
            yield from value_differences(left, right, f"{place}[]")
    elif not (one is other or same_json(one, other)) or type(one) is not type(other):
        yield from _whole(one, other, place)


def _whole(one: Any, other: Any, place: str) -> Iterator[SideBySide]:
    yield SideBySide(place, value_text(one), value_text(other))


def _named_differences(one: Mapping[str, Any], other: Mapping[str, Any], place: str) -> Iterator[SideBySide]:
    for name in sorted({*one, *other}):
        yield from value_differences(one.get(name, _ABSENT), other.get(name, _ABSENT), f"{place}.{name}")


def _path(request: Request) -> tuple[str, ...]:
    return tuple(unquote(segment) for segment in request.path.split("/"))


def _body_differences(one: Request, other: Request) -> Iterator[SideBySide]:
    match one.content_type:
        case "multipart/form-data":
            yield from _mapping_differences("form", _group_parts(one), _group_parts(other))
            return
        case "application/x-www-form-urlencoded":
            yield from _mapping_differences("form", _group(one.form), _group(other.form))
            return
    try:
        yield from _json_differences(one.json, other.json, "body")
    except ValueError:
        if one.content != other.content:
            yield SideBySide("body", value_text(one.content), value_text(other.content))


def _group(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _group_parts(request: Request) -> dict[str, list[Part]]:
    grouped: dict[str, list[Part]] = {}
    for part in request.parts:
        grouped.setdefault(part.name, []).append(part)
    return grouped


def _mapping_differences(place: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[SideBySide]:
    for name in sorted({*one, *other}):
        left, right = one.get(name, _ABSENT), other.get(name, _ABSENT)
        if left != right:
            yield SideBySide(f"{place}.{name}", value_text(left), value_text(right))


def _json_differences(one: Any, other: Any, place: str) -> Iterator[SideBySide]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            yield from _json_differences(one.get(name, _ABSENT), other.get(name, _ABSENT), f"{place}.{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for left, right in zip(one, other, strict=True):
            yield from _json_differences(left, right, f"{place}[]")
    elif not same_json(one, other):
        yield SideBySide(place, value_text(one), value_text(other))


def value_text(value: Any) -> str:
    """A value in a sentence; a list with one value as that value."""
    if value is _ABSENT:
        return NOTHING
    text = repr(value[0] if isinstance(value, list) and len(value) == 1 else value)
    return text if len(text) <= _MAX_CHARACTERS else text[: _MAX_CHARACTERS - 3] + "..."
