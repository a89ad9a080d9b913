"""Sequences: what is done with the resources of one kind, in varying order. Drawn here, made by the live engine.

A plan says nothing of identities: it numbers the things that it creates, so that it can be made again and made smaller.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from hypothesis import strategies as st

from conformance.contract.model import Operation, Parameter
from conformance.contract.openapi import shape_of
from conformance.contract.types import Type
from conformance.generate.links import Links, Resource
from conformance.generate.values import Value
from conformance.targets.live_recipe import OperationRecipe

MOST_PHRASES: Final = 6
MOST_FIELDS: Final = 3  # drawn for one creation or update: the fewer, the rarer a server refuses all of them for one
ITEMS: Final = 3
StepKind = Literal["create", "read", "list", "update", "delete"]
_LETTERS: Final = "abzABZ019 -_.,:;!?'\"\\/&=+%#@$<>[]{}()é\u0301ß\u05d0漢𐍈🦊"
_TEXT: Final = st.text(_LETTERS, max_size=12)
_START: Final = dt.datetime(2020, 1, 1, tzinfo=dt.timezone.utc)
_INSTANTS: Final = st.integers(1, 10**8).map(lambda seconds: _START + dt.timedelta(seconds=seconds))
_SCALARS: Final[Mapping[str, st.SearchStrategy[Value]]] = {
    "string": _TEXT | st.sampled_from(["ünïcødé 漢字 🦊", "null", "0", "q\"u\\o'te", "&=+%20#?/", "x" * 40]),
    "boolean": st.booleans(),
    "integer": st.integers(0, 100) | st.sampled_from([2**31 - 1, -1]),
    "number": st.sampled_from([0.0, 0.5, 1.0, 12.25, 100.0]),
    "datetime": _INSTANTS,
    "date": _INSTANTS.map(dt.datetime.date),
}
_TELLING: Final[Mapping[str, Value]] = {
    "boolean": True, "integer": 3, "number": 0.5, "datetime": _START, "date": _START.date(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResourceOperations:
    """What can be done with the resources of one kind: the operations, None where there is none."""

    resource: Resource
    create: Operation
    read: Operation | None
    list: Operation | None
    update: Operation | None
    delete: Operation | None

    @property
    def operations(self) -> Mapping[StepKind, Operation]:
        """The operations that there are, by what they do."""
        found = {"create": self.create, "read": self.read, "list": self.list}
        found |= {"update": self.update, "delete": self.delete}
        return {kind: operation for kind, operation in found.items() if operation is not None}  # type: ignore[misc]

    @property
    def name(self) -> str:
        """What the operations have in common: `projects` of `projects.create`."""
        return self.create.path.rpartition(".")[0]


def resource_operations(links: Links, create: Operation) -> ResourceOperations | None:
    """The kind of resource that an operation makes, if what was made can be read or listed; told by the URLs."""
    resource = links.created_by(create)
    if resource is None or not resource.collection:
        return None
    item = f"{resource.collection}/{{}}"
    read = _at(links, "GET", item)
    listing = _at(links, "GET", resource.collection) or _at(links, "GET", shape_of(create.url))
    if read is None and listing is None:
        return None
    update = _at(links, "PATCH", item) or _at(links, "PUT", item)
    return ResourceOperations(resource, create, read, listing, update, links.operations.get(resource.delete))


def _at(links: Links, method: str, shape: str) -> Operation | None:
    here = (each for each in links.operations.values() if each.method == method and shape_of(each.url) == shape)
    return min((each for each in here if each.shape in {"value", "pager"}), key=lambda each: each.path, default=None)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step to be made. `item` is the number of the thing that it is about, `fields` are drawn arguments."""

    kind: StepKind
    item: int = 0
    fields: tuple[tuple[str, Value], ...] = ()


SequencePlan = tuple[PlannedStep, ...]


def free_fields(operation: Operation | None, links: Links, told: Collection[str]) -> Mapping[str, Parameter]:
    """The arguments whose values nothing decides: they identify nothing, are not told, and have simple values."""
    if operation is None:
        return {}
    return {
        parameter.name: parameter
        for parameter in operation.accepted
        if parameter.location == "field"
        and not {parameter.name, parameter.wire_name} & {*told, "id"}
        and links.for_parameter(operation, parameter) is None
        and _values(parameter.type) is not None
    }


def fixed_names(recipe: OperationRecipe, *others: Collection[str]) -> frozenset[str]:
    """The arguments whose values a recipe decides."""
    return frozenset(recipe.arguments).union(*others)


def full_lifecycle(creating: Mapping[str, Parameter], updating: Mapping[str, Parameter]) -> SequencePlan:
    """Everything once, with every field that is free: what a sequence can show most of."""
    everything = tuple((name, _telling(name, each.type)) for name, each in creating.items())
    other = tuple((name, _telling(f"other {name}", each.type)) for name, each in updating.items())
    create = PlannedStep("create", 0, everything)
    steps = [create, PlannedStep("read"), PlannedStep("read"), PlannedStep("list"), create]
    steps += [PlannedStep("read", 1), PlannedStep("update", 0, other), PlannedStep("read")]
    steps += [PlannedStep("read", 1), PlannedStep("update", 1), PlannedStep("read", 1)]
    steps += [PlannedStep("update", 1, other[-1:]), PlannedStep("read", 1)] if other else []
    return (*steps, PlannedStep("delete"), PlannedStep("read"), PlannedStep("list"))


def sequence_plans(
    creating: Mapping[str, Parameter], updating: Mapping[str, Parameter]
) -> st.SearchStrategy[SequencePlan]:
    """Sequences of steps: a creation, then phrases of one to three steps that only make sense together."""
    item = st.integers(0, ITEMS - 1)
    create = st.tuples(_fields(creating), st.booleans()).map(_creation)
    update = st.tuples(item, _fields(updating)).map(_change)
    delete = st.tuples(item, st.booleans()).map(_removal)
    read = item.map(lambda number: (PlannedStep("read", number),))
    listing = st.just((PlannedStep("list"),))
    phrases = st.lists(st.one_of(read, listing, create, update, delete), min_size=2, max_size=MOST_PHRASES)
    return st.tuples(create, phrases).map(lambda drawn: (*drawn[0], *(move for phrase in drawn[1] for move in phrase)))


def focus_on(plan: SequencePlan, item: int, last: int, field: str) -> SequencePlan:
    """What a plan does with one thing up to step `last`; where a step has the field `field`, with that one alone."""
    steps = plan[: last + 1]
    mine = [move for at, move in enumerate(steps) if (at == last if move.kind == "list" else move.item == item)]
    return tuple(
        replace(move, item=0, fields=tuple(pair for pair in move.fields if pair[0] == field) or move.fields)
        for move in mine
    )


def with_repeated_read(plan: SequencePlan) -> SequencePlan:
    """The plan with its first reading made twice: what changes then, a server keeps itself."""
    first = next((number for number, move in enumerate(plan) if move.kind == "read"), len(plan))
    return plan[: first + 1] + plan[first:]


def smaller_plans(plan: SequencePlan) -> Iterator[SequencePlan]:
    """A plan with one step less, the first apart; with a step without fields, with half of them, or without one."""
    for number in range(1, len(plan)):
        yield plan[:number] + plan[number + 1 :]
    for number, move in enumerate(plan):
        fewer: list[tuple[tuple[str, Value], ...]] = [()] if move.fields else []
        if len(move.fields) > 1:
            half = len(move.fields) // 2
            fewer += [move.fields[:half], move.fields[half:]]
            fewer += [move.fields[:at] + move.fields[at + 1 :] for at in range(len(move.fields))]
        for fields in fewer:
            yield (*plan[:number], replace(move, fields=fields), *plan[number + 1 :])


def _creation(drawn: tuple[tuple[tuple[str, Value], ...], bool]) -> SequencePlan:
    fields, read = drawn
    return (PlannedStep("create", 0, fields), PlannedStep("read", -1)) if read else (PlannedStep("create", 0, fields),)


def _change(drawn: tuple[int, tuple[tuple[str, Value], ...]]) -> SequencePlan:
    item, fields = drawn
    return (PlannedStep("read", item), PlannedStep("update", item, fields), PlannedStep("read", item))


def _removal(drawn: tuple[int, bool]) -> SequencePlan:
    item, listed = drawn
    return (PlannedStep("delete", item), PlannedStep("list") if listed else PlannedStep("read", item))


def _fields(free: Mapping[str, Parameter]) -> st.SearchStrategy[tuple[tuple[str, Value], ...]]:
    if not free:
        return st.just(())
    one = st.sampled_from(sorted(free)).flatmap(lambda name: st.tuples(st.just(name), _strategy(free[name].type)))
    return st.lists(one, max_size=MOST_FIELDS, unique_by=lambda pair: pair[0]).map(tuple)


def _strategy(declared: Type) -> st.SearchStrategy[Value]:
    values = _values(declared)
    if values is None:
        raise ValueError(f"{declared} has no simple values")
    return values


def _values(declared: Type) -> st.SearchStrategy[Value] | None:
    """Values of the first member of a type that is simple: a scalar, an enum, or a list of such."""
    for member in declared.members:
        if member.kind in _SCALARS:
            return _SCALARS[member.kind]
        if member.kind == "literal":
            return st.sampled_from(member.values)
        inner = member.args[0].without_null() if member.kind == "list" else None
        if inner is not None and inner.kind in {"literal", *_SCALARS}:
            return st.lists(_strategy(inner), max_size=2, unique_by=repr)
    return None


def _telling(name: str, declared: Type) -> Any:
    """One value that tells which field it is of."""
    for member in declared.members:
        if member.kind == "string":
            return f"{name} é"
        if member.kind in _TELLING:
            return _TELLING[member.kind]
        if member.kind == "literal":
            return member.values[-1 if name.startswith("other ") else 0]
        if member.kind == "list":
            return [_telling(name, member.args[0].without_null())]
    return None
