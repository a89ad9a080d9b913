"""The structure of JSON (types, keys, order and formats, without values), and how it changed between two responses.

Two responses of one server to the same call differ in ids, times, counters and tokens. If their structures differ, the
server has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, Literal

from conformance.contract.model import Model
from conformance.contract.types import Type
from conformance.wire import Response

Kind = Literal[
    "missing", "added", "renamed", "type", "null", "member", "emptied", "shorter", "order", "status", "content"
]
Order = Literal["", "ascending", "descending", "mixed"]
Members = Mapping[str, frozenset[Any]]

_FORMATS: Final = (
    ("date-time", re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?")),
    ("date", re.compile(r"\d{4}-\d\d-\d\d")),
    ("UUID", re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")),
)
_JSON_KINDS: Final = {type(None): "null", bool: "boolean", int: "number", float: "number", str: "string"}
_DATA_KEY: Final = re.compile(r"-?\d+|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


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
    each key, and `common_keys` are those that every object has. `shortest` is the length of the shortest list, `order`
    the order of the ids of the lists' items.
    """

    kinds: set[str] = field(default_factory=set)
    formats: set[str] = field(default_factory=set)
    values: set[Any] = field(default_factory=set)
    fields: dict[str, Structure] = field(default_factory=dict)
    common_keys: set[str] = field(default_factory=set)
    objects: int = 0
    items: Structure | None = None
    shortest: int | None = None
    order: Order = ""


def structure(payload: Any) -> Structure:
    """The structure of one JSON value."""
    found = Structure()
    _add(found, payload)
    return found


def changes(
    recorded: Structure, now: Structure, *, lengths: bool = True, members: Members | None = None
) -> list[Change]:
    """The changes from one structure to another, by location.

    With `lengths` both come from the same state of the server, and a list that became shorter is a change; a list that
    became empty always is. `members` are the enum members of places, as `enum_members` returns them.
    """
    return list(_changes(recorded, now, "", _Options(lengths=lengths, members=members or {})))


def response_changes(
    recorded: Response, now: Response, *, lengths: bool = True, members: Members | None = None
) -> list[Change]:
    """The changes between two responses: status, content type, then the structure of JSON bodies.

    If the status differs, the body is not compared.
    """
    if recorded.status != now.status:
        return [Change("status", "", f"the status was {recorded.status} and is {now.status}")]
    if (recorded.content_type or "") != (now.content_type or ""):
        were, are = recorded.content_type or "nothing", now.content_type or "nothing"
        return [Change("content", "", f"the content type was {were} and is {are}")]
    before, after = _parsed(recorded), _parsed(now)
    if before is not None and after is None:
        return [Change("content", "", "the body is no longer JSON")]
    if before is None or after is None:
        gone = recorded.content and not now.content
        return [Change("emptied", "", f"the body had {len(recorded.content)} bytes and is empty")] if gone else []
    return changes(before, after, lengths=lengths, members=members)


def _parsed(response: Response) -> Structure | None:
    try:
        return structure(json.loads(response.content))
    except ValueError:
        return None


def enum_members(declared: Type | None, models: Mapping[str, Model]) -> Members:
    """The members of the enums, open or closed, of a declared type, by location."""
    members: dict[str, set[Any]] = {}
    _collect_members(declared, models, "", (), members)
    return {location: frozenset(values) for location, values in members.items()}


@dataclass(frozen=True, slots=True)
class _Options:
    lengths: bool
    members: Members


def _add(into: Structure, payload: Any) -> None:
    if isinstance(payload, dict):
        _add_object(into, payload)
    elif isinstance(payload, list):
        _add_list(into, payload)
    else:
        into.kinds.add(_JSON_KINDS[type(payload)])
        if isinstance(payload, str):
            into.formats.add(_format(payload))
        if payload is not None and (not isinstance(payload, str) or len(payload) <= 80):
            into.values.add(payload)


def _add_object(into: Structure, payload: dict[str, Any]) -> None:
    into.kinds.add("object")
    keys = {"{}" if _DATA_KEY.fullmatch(key) else key for key in payload}
    into.common_keys = keys if into.objects == 0 else into.common_keys & keys
    into.objects += 1
    for key, value in payload.items():
        name = "{}" if _DATA_KEY.fullmatch(key) else key  # keys that are ids are data
        _add(into.fields.setdefault(name, Structure()), value)


def _add_list(into: Structure, payload: list[Any]) -> None:
    into.kinds.add("list")
    into.shortest = len(payload) if into.shortest is None else min(into.shortest, len(payload))
    order = _order(payload)
    into.order = order if into.order in {"", order} or not order else "mixed"
    for item in payload:
        into.items = into.items or Structure()
        _add(into.items, item)


def _format(text: str) -> str:
    return next((name for name, pattern in _FORMATS if pattern.fullmatch(text)), "text" if text else "")


def _order(payload: list[Any]) -> Order:
    """The order of the ids of a list, "" for fewer than two of them."""
    ids = [item["id"] for item in payload if isinstance(item, dict) and type(item.get("id")) is int]
    if len(ids) < 2 or len(ids) < len(payload):
        return ""
    if all(one < other for one, other in pairwise(ids)):
        return "ascending"
    return "descending" if all(one > other for one, other in pairwise(ids)) else "mixed"


def _changes(recorded: Structure, now: Structure, location: str, options: _Options) -> Iterator[Change]:
    new = now.kinds - recorded.kinds
    if new and recorded.kinds - {"null"}:
        were, are = _join(recorded.kinds), _join(new)
        kind: Kind = "null" if new == {"null"} else "type"
        yield Change(kind, location, f"was {were}, is {are}" if kind == "type" else f"was never null ({were}), is null")
        if kind == "type":
            return
    yield from _text_changes(recorded, now, location, options)
    if recorded.objects and now.objects:
        yield from _key_changes(recorded, now, location, options)
    if recorded.shortest is not None and now.shortest is not None:
        yield from _list_changes(recorded, now, location, options)


def _text_changes(recorded: Structure, now: Structure, location: str, options: _Options) -> Iterator[Change]:
    """Formats that texts no longer have, and members of enums that are listed nowhere."""
    if len(recorded.formats) == 1 and recorded.formats & {name for name, _ in _FORMATS}:
        other = now.formats - recorded.formats
        if other:
            yield Change(
                "type", location, f"was {_join(recorded.formats)}, is {_join(other - {''}) or 'an empty text'}"
            )
    known = options.members.get(location)
    if known is not None:
        unknown = sorted(map(repr, now.values - known - recorded.values))
        if unknown:
            yield Change("member", location, f"has the member {', '.join(unknown)}, which is listed nowhere")


def _key_changes(recorded: Structure, now: Structure, location: str, options: _Options) -> Iterator[Change]:
    gone = sorted(recorded.common_keys - now.common_keys)
    added = sorted(now.fields.keys() - recorded.fields.keys())
    for key in gone:
        other = _same_under(recorded.fields[key], key, added, now) if key not in now.fields else None
        if other is None:
            some = " from some items" if key in now.fields else ""
            yield Change("missing", _at(location, key), f"the key is gone{some}")
        else:
            added.remove(other)
            yield Change("renamed", _at(location, key), f"the key is called `{other}` now, with the same kind of value")
    for key in added:
        yield Change("added", _at(location, key), f"a new key, with {_join(now.fields[key].kinds)}")
    for key in sorted(recorded.fields.keys() & now.fields.keys()):
        yield from _changes(recorded.fields[key], now.fields[key], _at(location, key), options)


def _same_under(recorded: Structure, key: str, added: Sequence[str], now: Structure) -> str | None:
    """The new key with the value of the missing one, or else the only new key with its structure."""
    alike = [
        name for name in added if not any(_changes(recorded, now.fields[name], "", _Options(lengths=False, members={})))
    ]
    same = [name for name in alike if now.fields[name].values == recorded.values]
    named = [name for name in alike if key.lower().replace("_", "") in name.lower().replace("_", "")]
    for candidates in (named, same, alike) if recorded.kinds != {"null"} else (named,):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _list_changes(recorded: Structure, now: Structure, location: str, options: _Options) -> Iterator[Change]:
    before, after = recorded.shortest or 0, now.shortest or 0
    if before and not after:
        yield Change("emptied", location, f"the list had {before} items and is empty")
    elif options.lengths and after < before:
        yield Change("shorter", location, f"the list had {before} items and has {after}")
    if recorded.order in {"ascending", "descending"} and now.order not in {"", recorded.order}:
        yield Change("order", location, f"the ids were {recorded.order} and are {_ORDERS[now.order]}")
    if recorded.items is not None and now.items is not None:
        yield from _changes(recorded.items, now.items, _at(location, "[]"), options)


_ORDERS: Final = {"ascending": "ascending", "descending": "descending", "mixed": "in no order", "": ""}


def _join(kinds: set[str]) -> str:
    return " or ".join(sorted(kinds))


def _at(location: str, step: str) -> str:
    return f"{location}.{step}" if location else step


def _collect_members(
    declared: Type | None,
    models: Mapping[str, Model],
    location: str,
    parents: tuple[str, ...],
    found: dict[str, set[Any]],
) -> None:
    for member in () if declared is None else declared.members:
        match member.kind:
            case "literal":
                found.setdefault(location, set()).update(member.values)
            case "list":
                _collect_members(member.args[0], models, _at(location, "[]"), parents, found)
            case "map":
                _collect_members(member.args[1], models, _at(location, "{}"), parents, found)
            case "model" if member.name in models and member.name not in parents:
                for field in models[member.name].fields:
                    field_location = _at(location, field.wire_name)
                    _collect_members(field.type, models, field_location, (*parents, member.name), found)
