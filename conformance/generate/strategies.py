"""Types to Hypothesis strategies. Everything shrinks towards `Samples.simplest`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from hypothesis import strategies as st

from conformance.contract.model import Model, Operation, Parameter
from conformance.contract.types import Type
from conformance.generate.call import Call
from conformance.generate.samples import UNKNOWN_MEMBER, edges, fits_header
from conformance.generate.values import File, Record, Value

DEPTH: Final = 3
MANY: Final = 12  # optional keys of one mapping
EVENLY: Final = 127  # Hypothesis draws from a range of up to this many integers without favouring the small ones
_TEXT: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
# every length in UTF-8, both directions, controls, combining marks; what JSON, URLs, HTML, SQL and shells treat apart
ALPHABET: Final = "ab0Z -_.,:;!?'\"\\/&=+%#@$<>[]{}()|~^`*\t\n\r\x00\x7f\x85é\u0301ß\u05d0\u202e\u2028\ufeff漢𐍈🦊"
_PATH_TEXT: Final = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_ü", min_size=1, max_size=12)
_ZONES: Final = (dt.timezone.utc, dt.timezone(dt.timedelta(hours=5, minutes=30)), dt.timezone(-dt.timedelta(hours=8)))
_START: Final = dt.datetime(2000, 1, 1, tzinfo=dt.timezone.utc)


def _spelled(number: int) -> str:
    """A text of up to seven characters as one draw: Hypothesis' own texts take a draw for each character."""
    characters = []
    while number:
        number, index = divmod(number - 1, len(ALPHABET))
        characters.append(ALPHABET[index])
    return "".join(characters)


def _instant(halves: int) -> dt.datetime:
    """Half seconds around the year 2000, in one of three zones: one draw, where `st.datetimes` makes eight."""
    return (_START + dt.timedelta(seconds=halves / 2)).astimezone(_ZONES[halves % len(_ZONES)])


_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_TEXT, inner, max_size=2),
    max_leaves=4,
)
_SCALARS: Final[Mapping[str, st.SearchStrategy[Value]]] = {
    "any": _JSON,
    "null": st.none(),
    "string": st.integers(0, len(ALPHABET) ** 7).map(_spelled),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "datetime": st.integers(-2 * 10**9, 2 * 10**10).map(_instant),
    "date": st.integers(dt.date.min.toordinal(), dt.date.max.toordinal()).map(dt.date.fromordinal),
    "time": st.times(),
    "uuid": st.uuids(),
    "bytes": st.binary(max_size=16),
    "file": st.builds(File, st.from_regex(r"[a-z]{1,8}\.bin", fullmatch=True), st.binary(max_size=32), st.just("a/b")),
    "unknown": _TEXT,
}


class Strategies:
    """Strategies of a contract's types, each built once. `models` are the contract's."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self.models = models
        self._built: dict[tuple[Type, int], st.SearchStrategy[Value]] = {}
        self._finished: dict[tuple[Type, int], st.SearchStrategy[Value]] = {}

    def of(self, declared: Type, depth: int = 0) -> st.SearchStrategy[Value]:
        """Valid values of a type; models nested deeper than `DEPTH` have their required fields only."""
        key = (declared, depth)
        if key not in self._built:
            # a model may contain itself: whoever asks again while it is built gets a reference
            self._built[key] = st.deferred(lambda: self._finished[key])
            self._built[key] = self._finished[key] = self._build(declared, depth)
        return self._built[key]

    def _build(self, declared: Type, depth: int) -> st.SearchStrategy[Value]:
        match declared.kind:
            case "literal":
                return st.sampled_from(declared.values)
            case "list":
                return st.lists(self.of(declared.args[0], depth + 1), max_size=0 if depth > DEPTH + 2 else 3)
            case "map":
                return st.dictionaries(_TEXT, self.of(declared.args[1], depth + 1), max_size=2)
            case "union":
                return self._union(declared, depth)
            case "model":
                return self._record(self.models[declared.name], depth)
        return _SCALARS[declared.kind]

    def _union(self, declared: Type, depth: int) -> st.SearchStrategy[Value]:
        if declared.open_enum:
            nothing = [st.none()] if any(member.kind == "null" for member in declared.members) else []
            return st.one_of(*nothing, st.sampled_from([*declared.open_enum, UNKNOWN_MEMBER]))
        members = sorted(declared.members, key=lambda member: member.kind != "null")
        return st.one_of([self.of(member, depth) for member in members])

    def _record(self, model: Model, depth: int) -> st.SearchStrategy[Record]:
        keys = [
            self._key(field.name, field.type, depth + 1, required=field.required)
            for field in model.fields
            if field.required or depth <= DEPTH
        ]
        return _mapping(keys, lambda fields: Record(model.name, fields))

    def _key(self, name: str, declared: Type, depth: int, *, required: bool) -> Key:
        """What a key can be, and how to draw its value; whether it is None is no part of that."""
        null = any(member.kind == "null" for member in declared.members)
        states: list[State] = ["value"]
        if null:
            states.insert(0, "null")
        if not required:
            states.insert(0, "absent")
        rest = declared.without_null()
        return Key(name, tuple(states) if rest.kind != "null" else ("null",), self.of(rest, depth))

    def calls(self, operation: Operation) -> st.SearchStrategy[Call]:
        """Valid calls of an operation; an optional argument may be left out."""
        keys = [self._argument(parameter) for parameter in operation.accepted]
        return _mapping(keys, lambda arguments: Call(operation.path, arguments))

    def _argument(self, parameter: Parameter) -> Key:
        key = self._key(parameter.name, parameter.type, 0, required=parameter.required)
        if parameter.location == "path":
            return replace(key, values=_in_path(parameter.type, key.values))
        borders = [value for value in edges(parameter.type) if value is not None]
        if parameter.location == "header":
            return replace(key, values=key.values.filter(fits_header))
        if borders and parameter.location in {"query", "header", "form"}:  # JSON has no such borders
            return replace(key, values=key.values | st.sampled_from(borders))
        return key


def _in_path(declared: Type, drawn: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    """Path values that need no judgement on escaping: that has its own calls."""
    return _PATH_TEXT if any(member.kind == "string" for member in declared.members) else drawn


State = Literal["absent", "null", "value"]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a mapping that is drawn: the states that it can be in, simplest first, and its values."""

    name: str
    states: tuple[State, ...]
    values: st.SearchStrategy[Value]


def _mapping(keys: list[Key], finish: Callable[[dict[str, Value]], Any]) -> st.SearchStrategy[Any]:
    """A dict of some of the keys.

    The states of a few keys are one draw, small enough for Hypothesis to draw evenly; 0 is the simplest state of each.
    """
    groups = list(_groups(_thinned(keys)))

    @st.composite
    def build(draw: st.DrawFn) -> Any:
        drawn: dict[str, Value] = {}
        for states, group in groups:
            number = draw(states) if states is not None else 0
            for key in group:
                number, index = divmod(number, len(key.states))
                state = key.states[index]
                if state != "absent":
                    drawn[key.name] = None if state == "null" else draw(key.values)
        return finish(drawn)

    return build()


def _thinned(keys: list[Key]) -> list[Key]:
    """In a mapping of many keys most of those that may be absent are: some ten present ones vary enough in one value.

    All of them at once have calls and answers of their own.
    """
    absent: State = "absent"
    more = (absent,) * (sum("absent" in key.states for key in keys) // MANY)
    return [replace(key, states=more + key.states) if "absent" in key.states else key for key in keys]


def _groups(keys: list[Key]) -> Iterator[tuple[st.SearchStrategy[int] | None, list[Key]]]:
    """Keys whose states together are few; None where there is nothing to choose."""
    group: list[Key] = []
    size = 1
    for key in keys:
        if size * len(key.states) > EVENLY:
            yield st.integers(0, size - 1), group
            group, size = [], 1
        group.append(key)
        size *= len(key.states)
    if group:
        yield (st.integers(0, size - 1) if size > 1 else None), group
