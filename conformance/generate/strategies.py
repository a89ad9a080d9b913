"""Hypothesis strategies for types. Every value shrinks towards `Samples.simplest`."""

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
    limited,
    text_encoding,
    with_edge_values,
)
from conformance.generate.call import Call
from conformance.generate.samples import edges
from conformance.generate.values import File, Record, Value

MAX_DEPTH: Final = 3
MANY_KEYS: Final = 12  # optional keys of one mapping
_TEXT: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_TEXT, inner, max_size=2),
    max_leaves=4,
)
_SIMPLE: Final[Mapping[str, st.SearchStrategy[Value]]] = {
    "any": _JSON,
    "null": st.none(),
    "bytes": st.binary(max_size=16),
    "file": st.builds(File, st.from_regex(r"[a-z]{1,8}\.bin", fullmatch=True), st.binary(max_size=32), st.just("a/b")),
}


class Strategies:
    """Strategies for the types of one contract, each built once."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self.models = models
        self._built: dict[tuple[Type, int], st.SearchStrategy[Value]] = {}
        self._finished: dict[tuple[Type, int], st.SearchStrategy[Value]] = {}

    def of(self, declared: Type, depth: int = 0) -> st.SearchStrategy[Value]:
        """Valid values of a type; models nested deeper than `MAX_DEPTH` have only their required fields."""
        key = (declared, depth)
        if key not in self._built:
            # a model may contain itself: a call while it is built gets a reference
            self._built[key] = st.deferred(lambda: self._finished[key])
            self._built[key] = self._finished[key] = self._build(declared, depth)
        return self._built[key]

    def _build(self, declared: Type, depth: int) -> st.SearchStrategy[Value]:
        encoding = encoding_for(declared)
        if encoding is not None:
            return st.binary(min_size=encoding.width, max_size=encoding.width).map(encoding.decode)
        match declared.kind:
            case "list" if declared.limits:
                least = int(dict(declared.limits).get("min_length", 0))
                most = int(dict(declared.limits).get("max_length", least + 3))
                return st.lists(self.of(declared.args[0], depth + 1), min_size=least, max_size=min(most, least + 3))
            case "list":
                return st.lists(self.of(declared.args[0], depth + 1), max_size=0 if depth > MAX_DEPTH + 2 else 3)
            case "map":
                return st.dictionaries(_TEXT, self.of(declared.args[1], depth + 1), max_size=2)
            case "union":
                return self._union(declared, depth)
            case "model":
                return self._record(self.models[declared.name], depth)
        return _SIMPLE[declared.kind]

    def _union(self, declared: Type, depth: int) -> st.SearchStrategy[Value]:
        members = sorted(declared.members, key=lambda member: member.kind != "null")
        return st.one_of([self.of(member, depth) for member in members])

    def _record(self, model: Model, depth: int) -> st.SearchStrategy[Record]:
        keys = [
            self._key(field.name, field.type, depth + 1, required=field.required)
            for field in model.fields
            if field.required or depth <= MAX_DEPTH
        ]
        return _mapping(keys, lambda fields: Record(model.name, fields))

    def _key(self, name: str, declared: Type, depth: int, *, required: bool) -> MappingKey:
        """The states of a key, and how to generate its value, without null."""
        states: list[State] = ["value"]
        if any(member.kind == "null" for member in declared.members):
            states.insert(0, "null")
        if not required:
            states.insert(0, "absent")
        rest = declared.without_null()
        if rest.kind == "null":
            return MappingKey(name, ("null",))
        encoding = encoding_for(rest)
        return MappingKey(name, tuple(states), encoding, None if encoding else self.of(rest, depth))

    def calls(self, operation: Operation) -> st.SearchStrategy[Call]:
        """Valid calls of an operation; an optional argument may be left out."""
        keys = [self._argument(parameter) for parameter in operation.accepted]
        return _mapping(keys, lambda arguments: Call(operation.path, arguments))

    def _argument(self, parameter: Parameter) -> MappingKey:
        key = self._key(parameter.name, parameter.type, 0, required=parameter.required)
        declared = parameter.type.without_null()
        if declared.kind == "integer" and declared.limits:
            limits = dict(declared.limits)
            low = limits.get("ge", limits.get("gt", -(2**63) - 1) + 1)
            high = limits.get("le", limits.get("lt", 2**63) - 1)
            key = replace(key, encoding=None, values=st.integers(int(low), int(high)))
        elif declared.kind == "integer":  # bytes shrink one by one: 5001 would stop at 5120
            key = replace(key, encoding=None, values=_INTEGER)
        textual = any(member.kind == "string" for member in parameter.type.members)
        if parameter.location == "path":  # without reserved characters, which have calls of their own
            return replace(key, encoding=limited(_PATH_TEXT, declared), values=None) if textual else key
        if parameter.location == "header":
            return replace(key, encoding=limited(_HEADER_TEXT, declared), values=None) if textual else key
        edge_values = [value for value in edges(parameter.type) if value is not None]
        if not edge_values or parameter.location not in {"query", "form"}:  # JSON has no such edge values
            return key
        if key.encoding is not None:
            return replace(key, encoding=with_edge_values(key.encoding, edge_values))
        return key if key.values is None else replace(key, values=key.values | st.sampled_from(edge_values))


_INTEGER: Final = st.integers(-(2**63), 2**63 - 1)
_PATH_TEXT: Final = text_encoding(PATH_ALPHABET, least=1)
_HEADER_TEXT: Final = text_encoding(PATH_ALPHABET.replace("ü", "~"), least=1)
State = Literal["absent", "null", "value"]


@dataclass(frozen=True, slots=True)
class MappingKey:
    """One key of a generated mapping: its possible states, simplest first, and its values.

    Scalars have an encoding, types with parts have a strategy.
    """

    name: str
    states: tuple[State, ...]
    encoding: ByteEncoding | None = None
    values: st.SearchStrategy[Value] | None = None


def _mapping(keys: list[MappingKey], finish: Callable[[dict[str, Value]], Any]) -> st.SearchStrategy[Any]:
    """A dict of some of the keys. The states of all keys and all scalars are drawn as one block of bytes."""
    keys = _with_more_absent(keys)
    size = len(keys) + sum(key.encoding.width for key in keys if key.encoding)
    return _mappings(keys, st.binary(min_size=size, max_size=size), finish) if keys else st.builds(lambda: finish({}))


@st.composite
def _mappings(
    draw: st.DrawFn, keys: list[MappingKey], block: st.SearchStrategy[bytes], finish: Callable[[dict[str, Value]], Any]
) -> Any:
    """Defined once: to decorate a function for every mapping takes longer than to draw from it."""
    raw = draw(block)
    mapping: dict[str, Value] = {}
    at = len(keys)
    for key, chosen in zip(keys, raw, strict=False):
        state = key.states[chosen % len(key.states)]
        if state == "null":
            mapping[key.name] = None
        elif state == "value" and key.encoding is not None:
            mapping[key.name] = key.encoding.decode(raw[at : at + key.encoding.width])
        elif state == "value" and key.values is not None:
            mapping[key.name] = draw(key.values)
        at += key.encoding.width if key.encoding else 0
    return finish(mapping)


def _with_more_absent(keys: list[MappingKey]) -> list[MappingKey]:
    """Make most optional keys of a large mapping absent: some ten present ones vary enough.

    Fixed calls and responses have all keys at once.
    """
    absent: State = "absent"
    more = (absent,) * (sum("absent" in key.states for key in keys) // MANY_KEYS)
    return [replace(key, states=more + key.states) if "absent" in key.states else key for key in keys]
