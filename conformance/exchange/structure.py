"""The structure of JSON (keys, types and formats, without values), and how it changed between two responses.

Two responses of one server to the same call differ in ids, times, counters, the length of lists and everything else
that users store. So only what a schema fixes is compared: declared fields, their types, and the members of enums.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from conformance.contract.declared import Declared
from conformance.wire import Response

Kind = Literal["missing", "renamed", "type", "null", "member", "status", "content"]

_FORMATS: Final = (
    ("date-time", re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?")),
    ("date", re.compile(r"\d{4}-\d\d-\d\d")),
    ("UUID", re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")),
)
_JSON_KINDS: Final = {type(None): "null", bool: "boolean", int: "number", float: "number", str: "string"}
_ANY_KEY: Final = "{}"  # stands for all keys of a map


@dataclass(frozen=True, slots=True)
class Change:
    """One location where the structure changed. `location` leaves out positions in lists."""

    kind: Kind
    location: str
    text: str


@dataclass(slots=True)
class Structure:
    """Everything that occurs at one location, over all items of the lists on the way to it.

    `kinds` are JSON types (integers are numbers), `formats` those of the texts ("text" for any other), `values` the
    short values, for places that hold members of an enum. `objects` counts the objects, `fields` has the structure of
    each key, and `common_keys` are those that every object has. All keys of a map are one.
    """

    kinds: set[str] = field(default_factory=set)
    formats: set[str] = field(default_factory=set)
    values: set[Any] = field(default_factory=set)
    fields: dict[str, Structure] = field(default_factory=dict)
    common_keys: set[str] = field(default_factory=set)
    objects: int = 0
    items: Structure | None = None


def structure(payload: Any, declared: Declared) -> Structure:
    """The structure of one JSON value."""
    found = Structure()
    _add(found, payload, declared)
    return found


def changes(recorded: Any, now: Any, declared: Declared, *, same_state: bool = False) -> list[Change]:
    """The changes from one JSON value to another, by location, of what is declared.

    With `same_state` the server had the same data both times, so an optional field that all recorded items of a list
    have is missing if some items lack it.
    """
    return list(_changes(structure(recorded, declared), structure(now, declared), "", declared, same_state))


def response_changes(
    recorded: Response, now: Response, declared: Declared, *, same_state: bool = False
) -> list[Change]:
    """The changes between two responses: status, content type, then the structure of JSON bodies as `changes` does.

    If the status differs, the body is not compared.
    """
    if recorded.status != now.status:
        return [Change("status", "", f"the status was {recorded.status} and is {now.status}")]
    if (recorded.content_type or "") != (now.content_type or ""):
        were, are = recorded.content_type or "nothing", now.content_type or "nothing"
        return [Change("content", "", f"the content type was {were} and is {are}")]
    try:
        before = json.loads(recorded.content)
    except ValueError:
        return []
    try:
        after = json.loads(now.content)
    except ValueError:
        return [Change("content", "", "the body is no longer JSON")]
    return changes(before, after, declared, same_state=same_state)


def _add(into: Structure, payload: Any, declared: Declared) -> None:
    if isinstance(payload, dict):
        _add_object(into, payload, declared)
    elif isinstance(payload, list):
        into.kinds.add("list")
        into.items = into.items or (Structure() if payload else None)
        for item in payload:
            _add(into.items or Structure(), item, declared.item())
    else:
        into.kinds.add(_JSON_KINDS[type(payload)])
        if isinstance(payload, str):
            into.formats.add(_format(payload))
        if payload is not None and (not isinstance(payload, str) or len(payload) <= 80):
            into.values.add(payload)


def _add_object(into: Structure, payload: dict[str, Any], declared: Declared) -> None:
    into.kinds.add("object")
    names = {key: _ANY_KEY if declared.keys_are_data else key for key in payload}
    keys = set(names.values())
    into.common_keys = keys if into.objects == 0 else into.common_keys & keys
    into.objects += 1
    for key, value in payload.items():
        _add(into.fields.setdefault(names[key], Structure()), value, declared.field(key))


def _format(text: str) -> str:
    return next((name for name, pattern in _FORMATS if pattern.fullmatch(text)), "text" if text else "")


def _changes(
    recorded: Structure, now: Structure, location: str, declared: Declared, same_state: bool
) -> Iterator[Change]:
    new = {kind for kind in now.kinds - recorded.kinds if declared.excludes(kind)}
    if new and recorded.kinds - {"null"}:
        were, are = _join(recorded.kinds), _join(new)
        kind: Kind = "null" if new == {"null"} else "type"
        yield Change(kind, location, f"was {were}, is {are}" if kind == "type" else f"was never null ({were}), is null")
        if kind == "type":
            return
    yield from _text_changes(recorded, now, location, declared)
    if recorded.objects and now.objects:
        yield from _key_changes(recorded, now, location, declared, same_state)
    for key in sorted(now.fields):  # one that was not recorded may still hold an unknown member of an enum
        before = recorded.fields.get(key, Structure())
        yield from _changes(before, now.fields[key], _at(location, key), declared.field(key), same_state)
    if now.items is not None:
        yield from _changes(recorded.items or Structure(), now.items, _at(location, "[]"), declared.item(), same_state)


def _text_changes(recorded: Structure, now: Structure, location: str, declared: Declared) -> Iterator[Change]:
    """Declared formats that texts no longer have, and members of enums that are listed nowhere."""
    if len(recorded.formats) == 1 and declared.has_format(next(iter(recorded.formats))):
        other = now.formats - recorded.formats
        if other:
            yield Change(
                "type", location, f"was {_join(recorded.formats)}, is {_join(other - {''}) or 'an empty text'}"
            )
    known = declared.enum_members
    if known is not None:
        unknown = sorted(map(repr, now.values - known - recorded.values))
        if unknown:
            yield Change("member", location, f"has the member {', '.join(unknown)}, which is listed nowhere")


def _key_changes(
    recorded: Structure, now: Structure, location: str, declared: Declared, same_state: bool
) -> Iterator[Change]:
    """Declared fields that are missing: optional ones from all objects, required ones (or all) from some."""
    added = sorted(now.fields.keys() - recorded.fields.keys())
    for key in sorted(recorded.common_keys - now.common_keys):
        if not declared.has_field(key, required=key in now.fields and not same_state):
            continue
        other = _same_under(recorded.fields[key], key, added, now, declared) if key not in now.fields else None
        if other is None:
            some = " from some items" if key in now.fields else ""
            yield Change("missing", _at(location, key), f"the key is gone{some}")
        else:
            added.remove(other)
            yield Change("renamed", _at(location, key), f"the key is called `{other}` now, with the same kind of value")


def _same_under(recorded: Structure, key: str, added: Sequence[str], now: Structure, declared: Declared) -> str | None:
    """The new key with the value of the missing one, or else the only new key with its structure."""
    alike = [name for name in added if not any(_changes(recorded, now.fields[name], "", declared.field(key), False))]
    same = [name for name in alike if now.fields[name].values == recorded.values]
    named = [name for name in alike if key.lower().replace("_", "") in name.lower().replace("_", "")]
    for candidates in (named, same, alike) if recorded.kinds != {"null"} else (named,):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _join(kinds: set[str]) -> str:
    return " or ".join(sorted(kinds))


def _at(location: str, step: str) -> str:
    return f"{location}.{step}" if location else step
