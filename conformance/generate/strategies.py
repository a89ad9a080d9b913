"""Types to Hypothesis strategies. Everything shrinks towards `Samples.simplest`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from hypothesis import strategies as st

from conformance.contract.model import Model, Operation, Parameter
from conformance.contract.types import Type
from conformance.generate.byte_encoding import (
    PATH_ALPHABET,
    ByteEncoding,
    encoding_for,
    text_encoding,
    with_edge_values,
)
from conformance.generate.call import Call
from conformance.generate.samples import edges
from conformance.generate.values import File, Record, Value

DEPTH: Final = 3
MANY: Final = 12  # optional keys of one mapping
_TEXT: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_TEXT, inner, max_size=2),
    max_leaves=4,
)
_PARTLESS: Final[Mapping[str, st.SearchStrategy[Value]]] = {
    "any": _JSON,
    "null": st.none(),
    "bytes": st.binary(max_size=16),
    "file": st.builds(File, st.from_regex(r"[a-z]{1,8}\.bin", fullmatch=True), st.binary(max_size=32), st.just("a/b")),
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
        slot = encoding_for(declared)
        if slot is not None:
            return st.binary(min_size=slot.width, max_size=slot.width).map(slot.decode)
        match declared.kind:
            case "list":
                return st.lists(self.of(declared.args[0], depth + 1), max_size=0 if depth > DEPTH + 2 else 3)
            case "map":
                return st.dictionaries(_TEXT, self.of(declared.args[1], depth + 1), max_size=2)
            case "union":
                return self._union(declared, depth)
            case "model":
                return self._record(self.models[declared.name], depth)
        return _PARTLESS[declared.kind]

    def _union(self, declared: Type, depth: int) -> st.SearchStrategy[Value]:
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
        states: list[State] = ["value"]
        if any(member.kind == "null" for member in declared.members):
            states.insert(0, "null")
        if not required:
            states.insert(0, "absent")
        rest = declared.without_null()
        if rest.kind == "null":
            return Key(name, ("null",))
        slot = encoding_for(rest)
        return Key(name, tuple(states), slot, None if slot else self.of(rest, depth))

    def calls(self, operation: Operation) -> st.SearchStrategy[Call]:
        """Valid calls of an operation; an optional argument may be left out."""
        keys = [self._argument(parameter) for parameter in operation.accepted]
        return _mapping(keys, lambda arguments: Call(operation.path, arguments))

    def _argument(self, parameter: Parameter) -> Key:
        key = self._key(parameter.name, parameter.type, 0, required=parameter.required)
        if parameter.type.without_null().kind == "integer":  # bytes shrink one by one: 5001 would stop at 5120
            key = replace(key, slot=None, values=_INTEGER)
        textual = any(member.kind == "string" for member in parameter.type.members)
        if parameter.location == "path":  # values that need no judgement on escaping: that has its own calls
            return replace(key, slot=_PATH_TEXT, values=None) if textual else key
        if parameter.location == "header":
            return replace(key, slot=_HEADER_TEXT, values=None) if textual else key
        borders = [value for value in edges(parameter.type) if value is not None]
        if not borders or parameter.location not in {"query", "form"}:  # JSON has no such borders
            return key
        if key.slot is not None:
            return replace(key, slot=with_edge_values(key.slot, borders))
        return key if key.values is None else replace(key, values=key.values | st.sampled_from(borders))


_INTEGER: Final = st.integers(-(2**63), 2**63 - 1)
_PATH_TEXT: Final = text_encoding(PATH_ALPHABET, least=1)
_HEADER_TEXT: Final = text_encoding(PATH_ALPHABET.replace("ü", "~"), least=1)
State = Literal["absent", "null", "value"]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a mapping that is drawn: the states that it can be in, simplest first, and its values.

    Scalars have a slot; what has parts has a strategy of its own.
    """

    name: str
    states: tuple[State, ...]
    slot: ByteEncoding | None = None
    values: st.SearchStrategy[Value] | None = None


def _mapping(keys: list[Key], finish: Callable[[dict[str, Value]], Any]) -> st.SearchStrategy[Any]:
    """A dict of some of the keys. The states of all keys and all scalars are one draw of bytes."""
    keys = _thinned(keys)
    size = len(keys) + sum(key.slot.width for key in keys if key.slot)
    block = st.binary(min_size=size, max_size=size)

    @st.composite
    def build(draw: st.DrawFn) -> Any:
        raw = draw(block)
        drawn: dict[str, Value] = {}
        at = len(keys)
        for key, chosen in zip(keys, raw, strict=False):
            state = key.states[chosen % len(key.states)]
            if state == "null":
                drawn[key.name] = None
            elif state == "value" and key.slot is not None:
                drawn[key.name] = key.slot.decode(raw[at : at + key.slot.width])
            elif state == "value" and key.values is not None:
                drawn[key.name] = draw(key.values)
            at += key.slot.width if key.slot else 0
        return finish(drawn)

    return build() if keys else st.builds(lambda: finish({}))


def _thinned(keys: list[Key]) -> list[Key]:
    """In a mapping of many keys most of those that may be absent are: some ten present ones vary enough in one value.

    All of them at once have calls and answers of their own.
    """
    absent: State = "absent"
    more = (absent,) * (sum("absent" in key.states for key in keys) // MANY)
    return [replace(key, states=more + key.states) if "absent" in key.states else key for key in keys]
