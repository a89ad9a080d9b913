"""Sequences: steps on the resources of one kind, in varying order. Generated here, executed by the live engine.

A plan has no identities: it numbers the resources that it creates, so that it can be repeated and shrunk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from hypothesis import strategies as st

from conformance.contract.model import Operation, Parameter
from conformance.contract.types import Type
from conformance.contract.url_shape import shape_of
from conformance.generate.links import Links, Resource
from conformance.generate.values import Value
from conformance.targets.live_recipe import OperationRecipe

MAX_PHRASES: Final = 6
MAX_FIELDS: Final = 3  # of one creation or update: the fewer, the rarer one of them makes the server refuse all
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
_DISTINCTIVE: Final[Mapping[str, Value]] = {
    "boolean": True, "integer": 3, "number": 0.5, "datetime": _START, "date": _START.date(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResourceOperations:
    """The operations on the resources of one kind, None if there is no such operation."""

    resource: Resource
    create: Operation
    read: Operation | None
    list: Operation | None
    update: Operation | None
    delete: Operation | None

    @property
    def operations(self) -> Mapping[StepKind, Operation]:
        """The existing operations, by kind of step."""
        operations = {"create": self.create, "read": self.read, "list": self.list}
        operations |= {"update": self.update, "delete": self.delete}
        return {kind: operation for kind, operation in operations.items() if operation is not None}  # type: ignore[misc]

    @property
    def name(self) -> str:
        """The group of the operations: `projects` of `projects.create`."""
        return self.create.path.rpartition(".")[0]


def resource_operations(links: Links, create: Operation) -> ResourceOperations | None:
    """The operations on what an operation creates, found by their URLs; None if it can neither be read nor listed."""
    resource = links.created_by(create)
    if resource is None or not resource.collection:
        return None
    item = f"{resource.collection}/{{}}"
    read = _operation_at(links, "GET", item)
    listing = _operation_at(links, "GET", resource.collection) or _operation_at(links, "GET", shape_of(create.url))
    if read is None and listing is None:
        return None
    update = _operation_at(links, "PATCH", item) or _operation_at(links, "PUT", item)
    return ResourceOperations(resource, create, read, listing, update, links.operations.get(resource.delete))


def _operation_at(links: Links, method: str, shape: str) -> Operation | None:
    matching = (
        operation
        for operation in links.operations.values()
        if operation.method == method and shape_of(operation.url) == shape and operation.shape in {"value", "pager"}
    )
    return min(matching, key=lambda operation: operation.path, default=None)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One planned step. `item` is the number of its resource in the plan, `fields` are generated arguments."""

    kind: StepKind
    item: int = 0
    fields: tuple[tuple[str, Value], ...] = ()


SequencePlan = tuple[PlannedStep, ...]


def free_fields(operation: Operation | None, links: Links, fixed: Collection[str]) -> Mapping[str, Parameter]:
    """The arguments that may have any value: they identify nothing, are not fixed, and their types are simple."""
    if operation is None:
        return {}
    return {
        parameter.name: parameter
        for parameter in operation.accepted
        if parameter.location == "field"
        and not {parameter.name, parameter.wire_name} & {*fixed, "id"}
        and links.for_parameter(operation, parameter) is None
        and _values(parameter.type) is not None
    }


def fixed_names(recipe: OperationRecipe, *others: Collection[str]) -> frozenset[str]:
    """The names of the arguments that a recipe fixes."""
    return frozenset(recipe.arguments).union(*others)


def full_lifecycle(creating: Mapping[str, Parameter], updating: Mapping[str, Parameter]) -> SequencePlan:
    """A plan with every kind of step and every free field."""
    everything = tuple((name, _distinctive(name, parameter.type)) for name, parameter in creating.items())
    other = tuple((name, _distinctive(f"other {name}", parameter.type)) for name, parameter in updating.items())
    create = PlannedStep("create", 0, everything)
    steps = [create, PlannedStep("read"), PlannedStep("read"), PlannedStep("list"), create]
    steps += [PlannedStep("read", 1), PlannedStep("update", 0, other), PlannedStep("read")]
    steps += [PlannedStep("read", 1), PlannedStep("update", 1), PlannedStep("read", 1)]
    steps += [PlannedStep("update", 1, other[-1:]), PlannedStep("read", 1)] if other else []
    return (*steps, PlannedStep("delete"), PlannedStep("read"), PlannedStep("list"))


def sequence_plans(
    creating: Mapping[str, Parameter], updating: Mapping[str, Parameter]
) -> st.SearchStrategy[SequencePlan]:
    """Plans: a creation, then phrases of one to three steps that belong together."""
    item = st.integers(0, ITEMS - 1)
    create = st.tuples(_field_values(creating), st.booleans()).map(_creation_phrase)
    update = st.tuples(item, _field_values(updating)).map(_update_phrase)
    delete = st.tuples(item, st.booleans()).map(_deletion_phrase)
    read = item.map(lambda number: (PlannedStep("read", number),))
    listing = st.just((PlannedStep("list"),))
    phrases = st.lists(st.one_of(read, listing, create, update, delete), min_size=2, max_size=MAX_PHRASES)
    return st.tuples(create, phrases).map(lambda parts: (*parts[0], *(step for phrase in parts[1] for step in phrase)))


def focus_on(plan: SequencePlan, item: int, last: int, field: str) -> SequencePlan:
    """The steps on one item up to step `last`; a step with the field `field` keeps only that field."""
    kept = [
        step
        for number, step in enumerate(plan[: last + 1])
        if (number == last if step.kind == "list" else step.item == item)
    ]
    return tuple(
        replace(step, item=0, fields=tuple(pair for pair in step.fields if pair[0] == field) or step.fields)
        for step in kept
    )


def with_repeated_read(plan: SequencePlan) -> SequencePlan:
    """The plan with its first read repeated: what changes between the two, the server changes by itself."""
    first = next((number for number, step in enumerate(plan) if step.kind == "read"), len(plan))
    return plan[: first + 1] + plan[first:]


def smaller_plans(plan: SequencePlan) -> Iterator[SequencePlan]:
    """Smaller plans: without a later step; or with no fields, half of the fields, or one field less in a step."""
    for number in range(1, len(plan)):
        yield plan[:number] + plan[number + 1 :]
    for number, step in enumerate(plan):
        fewer: list[tuple[tuple[str, Value], ...]] = [()] if step.fields else []
        if len(step.fields) > 1:
            half = len(step.fields) // 2
            fewer += [step.fields[:half], step.fields[half:]]
            fewer += [step.fields[:at] + step.fields[at + 1 :] for at in range(len(step.fields))]
        for fields in fewer:
            yield (*plan[:number], replace(step, fields=fields), *plan[number + 1 :])


def _creation_phrase(generated: tuple[tuple[tuple[str, Value], ...], bool]) -> SequencePlan:
    fields, read = generated
    return (PlannedStep("create", 0, fields), PlannedStep("read", -1)) if read else (PlannedStep("create", 0, fields),)


def _update_phrase(generated: tuple[int, tuple[tuple[str, Value], ...]]) -> SequencePlan:
    item, fields = generated
    return (PlannedStep("read", item), PlannedStep("update", item, fields), PlannedStep("read", item))


def _deletion_phrase(generated: tuple[int, bool]) -> SequencePlan:
    item, listed = generated
    return (PlannedStep("delete", item), PlannedStep("list") if listed else PlannedStep("read", item))


def _field_values(free: Mapping[str, Parameter]) -> st.SearchStrategy[tuple[tuple[str, Value], ...]]:
    if not free:
        return st.just(())
    one = st.sampled_from(sorted(free)).flatmap(lambda name: st.tuples(st.just(name), _strategy(free[name].type)))
    return st.lists(one, max_size=MAX_FIELDS, unique_by=lambda pair: pair[0]).map(tuple)


def _strategy(declared: Type) -> st.SearchStrategy[Value]:
    values = _values(declared)
    if values is None:
        raise ValueError(f"{declared} has no simple values")
    return values


def _values(declared: Type) -> st.SearchStrategy[Value] | None:
    """Values of the first simple member of a type: a scalar, an enum, or a list of these; None if it has none."""
    for member in declared.members:
        if member.kind in _SCALARS:
            return _SCALARS[member.kind]
        if member.kind == "literal":
            return st.sampled_from(member.values)
        inner = member.args[0].without_null() if member.kind == "list" else None
        if inner is not None and inner.kind in {"literal", *_SCALARS}:
            return st.lists(_strategy(inner), max_size=2, unique_by=repr)
    return None


def _distinctive(name: str, declared: Type) -> Any:
    """A value that shows which field it belongs to."""
    for member in declared.members:
        if member.kind == "string":
            return f"{name} é"
        if member.kind in _DISTINCTIVE:
            return _DISTINCTIVE[member.kind]
        if member.kind == "literal":
            return member.values[-1 if name.startswith("other ") else 0]
        if member.kind == "list":
            return [_distinctive(name, member.args[0].without_null())]
    return None
