"""Types to Hypothesis strategies. Everything shrinks towards `Samples.simplest`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from hypothesis import strategies as st

from conformance.contract.model import Location, Model, Operation, Parameter
from conformance.contract.types import Type
from conformance.generate.call import Call
from conformance.generate.samples import UNKNOWN_MEMBER, edges
from conformance.generate.values import File, Record, Value

DEPTH: Final = 3
_TEXT: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_PATH_TEXT: Final = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_ü", min_size=1, max_size=12)
_ZONES: Final = st.sampled_from(
    [dt.timezone.utc, dt.timezone(dt.timedelta(hours=5, minutes=30)), dt.timezone(-dt.timedelta(hours=8))]
)
_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_TEXT, inner, max_size=2),
    max_leaves=4,
)
_SCALARS: Final[Mapping[str, st.SearchStrategy[Value]]] = {
    "any": _JSON,
    "null": st.none(),
    "string": _TEXT,
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53),
    "boolean": st.booleans(),
    "datetime": st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2200, 1, 1), timezones=_ZONES),  # noqa: DTZ001  # bounds are naive by Hypothesis' rule
    "date": st.dates(),
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
        required = [(field.name, self.of(field.type, depth + 1)) for field in model.fields if field.required]
        optional = [
            (field.name, self.of(field.type, depth + 1))
            for field in model.fields
            if not field.required and depth <= DEPTH
        ]
        return _mapping(required, optional, lambda fields: Record(model.name, fields))

    def calls(self, operation: Operation) -> st.SearchStrategy[Call]:
        """Valid calls of an operation; an optional argument may be left out."""
        required = [(p.name, self._argument(p)) for p in operation.accepted if p.required]
        optional = [(p.name, self._argument(p)) for p in operation.accepted if not p.required]
        return _mapping(required, optional, lambda arguments: Call(operation.path, arguments))

    def _argument(self, parameter: Parameter) -> st.SearchStrategy[Value]:
        if parameter.location == "path":
            return _in_path(parameter.type, self.of(parameter.type))
        borders = list(edges(parameter.type)) if in_header_or_query(parameter.location) else []
        drawn = self.of(parameter.type)
        return drawn if not borders else drawn | st.sampled_from(borders)


def in_header_or_query(location: Location) -> bool:
    """Encodings other than JSON, where border values matter more often."""
    return location in {"query", "header", "form"}


def _in_path(declared: Type, drawn: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    """Path values that need no judgement on escaping: that has its own calls."""
    return _PATH_TEXT if any(member.kind == "string" for member in declared.members) else drawn


def _mapping(
    required: list[tuple[str, st.SearchStrategy[Value]]],
    optional: list[tuple[str, st.SearchStrategy[Value]]],
    finish: Callable[[dict[str, Value]], Any],
) -> st.SearchStrategy[Any]:
    """A dict of the required keys and of some optional ones: one draw decides which, and 0 is none of them."""
    every = 2 ** len(optional) - 1
    mask = st.just(0) if not optional else st.just(0) | st.integers(0, every) | st.just(every)

    @st.composite
    def build(draw: st.DrawFn) -> Any:
        chosen = draw(mask)
        drawn = {name: draw(strategy) for name, strategy in required}
        drawn.update({name: draw(s) for bit, (name, s) in enumerate(optional) if chosen >> bit & 1})
        return finish(drawn)

    return build()
