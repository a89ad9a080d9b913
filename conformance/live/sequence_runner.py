"""Runs planned sequences of calls on a server, step by step."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from conformance.contract.model import TWINS, Operation, Twin
from conformance.exchange.model import Exchange
from conformance.exchange.response_match import sent_fields
from conformance.exchange.sequence import Sequence, Step
from conformance.generate.call import Call
from conformance.generate.sequences import PlannedStep, ResourceOperations, SequencePlan
from conformance.generate.values import Value
from conformance.live.guard import NotPermitted
from conformance.live.resource_context import CreatedResource, ResourceContext, Unreachable, identity_as
from conformance.live.resource_pool import ResourcePool
from conformance.live.sequence_result import SequenceResult

UNIQUE: Final = "{unique}"  # a recipe's value for a name that no other resource has
MAX_TRIES: Final = 4  # of one creation or update whose fields the server refuses


@dataclass(frozen=True, kw_only=True)
class SequenceContext:
    """The context that all sequences of a run share."""

    resources: ResourceContext
    call_sdk: Callable[[Call, Twin], Exchange]
    request_count: Callable[[], int]  # of the run so far
    server_gone: Callable[[], bool]
    examples: int
    seed: int
    known: Collection[str]  # ids of known findings


@dataclass
class _Item:
    """A resource that a sequence created. `exists` until it was deleted."""

    number: int
    resource: CreatedResource
    exists: bool = True

    @property
    def identity(self) -> str:
        return str(self.resource.identity)


@dataclass
class _Progress:
    """A sequence under way: the resources created, and the steps so far with their plan."""

    items: list[_Item] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    plan: list[PlannedStep] = field(default_factory=list)

    def item(self, number: int) -> _Item | None:
        """The resource with a number, counting in circles; -1 is the last one."""
        return self.items[number if number < 0 else number % len(self.items)] if self.items else None

    def add(self, planned: PlannedStep, step: Step) -> None:
        """Add a step that was made."""
        self.plan.append(planned)
        self.steps.append(step)


class SequenceRunner:
    """Runs the sequences of one resource type. They share the resources around it, such as its project."""

    def __init__(self, context: SequenceContext, operations: ResourceOperations, budget: int) -> None:
        self.context, self.operations = context, operations
        self.resources, self.pool = context.resources, ResourcePool(context.resources)
        self.requests_before = context.request_count()
        self.budget, self.extra_budget = budget, 0
        self.refused: set[tuple[str, str]] = set()  # (kind of step, field) that the server refused
        recipe = self.resources.recipe_for(operations.create.path)
        self.create_arguments = {**recipe.arguments, **operations.resource.recipe.arguments}
        self.name_fields = frozenset(name for name, value in self.create_arguments.items() if value == UNIQUE)
        self.turn = 0

    @property
    def budget_spent(self) -> bool:
        """The sequences have sent as many requests as they may, or the server is gone."""
        requests = self.context.request_count() - self.requests_before
        return requests >= self.budget + self.extra_budget or self.context.server_gone()

    def extend_budget(self, requests: int) -> None:
        """Allow this number of requests beyond the initial budget. It replaces an earlier extension."""
        self.extra_budget = requests

    def run(self, plan: SequencePlan, *, exact: bool = False) -> SequenceResult:
        """Run a sequence until the budget is spent. Unless `exact`, without fields that the server refused before.

        Raises NotPermitted.
        """
        progress = _Progress()
        self._prepare()
        for planned in plan if not self.budget_spent else ():
            self._run_step(planned, progress, exact=exact)
        sequence = Sequence(resource=self.operations.name, steps=tuple(progress.steps))
        return SequenceResult(plan=tuple(progress.plan), sequence=sequence)

    def _prepare(self) -> None:
        """Create what the calls need besides: if created later, it would belong to a resource of the sequence."""
        for operation in self.operations.operations.values():
            for name in self.resources.recipe_for(operation.path).before:
                with suppress(Unreachable):
                    self.pool.get(name)

    def remove_resources(self) -> None:
        """Remove everything that the sequences created."""
        try:
            self.pool.remove_all()
        except (Unreachable, NotPermitted):
            return

    # -- steps

    def _run_step(self, planned: PlannedStep, progress: _Progress, *, exact: bool) -> None:
        """Run one step, if it is possible: its resource exists, and the SDK has its operation."""
        operation = self.operations.operations.get(planned.kind)
        item = progress.item(planned.item)
        if operation is None or self.budget_spent:
            return
        try:
            if planned.kind == "create":
                self._create(planned, progress, exact=exact)
            elif planned.kind == "list":
                exchange = self._call(self._build_list_call(operation))
                progress.add(PlannedStep("list"), Step(operation=operation, kind="list", exchange=exchange))
            elif item is not None and (item.exists or planned.kind == "read"):
                self._run_on_item(planned, operation, item, progress, exact=exact)
        except Unreachable:
            return

    def _create(self, planned: PlannedStep, progress: _Progress, *, exact: bool) -> None:
        operation, resource = self.operations.create, self.operations.resource
        for fields in self._field_attempts(planned, exact=exact):
            call = self.pool.build_call(operation, given=resource.recipe.arguments)
            self.pool.announce_creation(resource)
            exchange = self._call(self._with_fields(call, fields))
            created_before = len(self.pool.created)
            self.pool.record_creation(operation, exchange)
            if self._note_refusal(exchange, planned.kind, fields):
                continue
            if len(self.pool.created) > created_before:
                item = _Item(len(progress.items), self.pool.created[-1][1])
                progress.items.append(item)
                step = Step(
                    operation=operation, kind="create", exchange=exchange,
                    written=sent_fields(exchange), identity=item.identity,
                )  # fmt: skip
                progress.add(PlannedStep("create", item.number, tuple(fields.items())), step)
            return

    def _run_on_item(
        self, planned: PlannedStep, operation: Operation, item: _Item, progress: _Progress, *, exact: bool
    ) -> None:
        for fields in self._field_attempts(planned, exact=exact):
            exchange = self._call(self._with_fields(self._build_item_call(operation, item), fields))
            if self._note_refusal(exchange, planned.kind, fields):
                continue
            step = Step(
                operation=operation, kind=planned.kind, exchange=exchange,
                written=sent_fields(exchange) if planned.kind == "update" else {}, identity=item.identity,
            )  # fmt: skip
            progress.add(PlannedStep(planned.kind, item.number, tuple(fields.items())), step)
            if planned.kind == "delete" and step.succeeded:
                item.exists = False
                self.resources.ledger.deleted(item.resource.path)
            return

    def _call(self, call: Call) -> Exchange:
        """Make a call by each client in turn."""
        self.turn += 1
        return self.context.call_sdk(call, TWINS[self.turn % 2])

    # -- calls

    def _build_item_call(self, operation: Operation, item: _Item) -> Call:
        """A call about one resource."""
        values = self.resources.recipe_for(operation.path).values if operation is self.operations.update else ()
        with self.pool.using(self.operations.resource.name, item.resource):
            return self.pool.build_call(operation, tuple(values))

    def _build_list_call(self, operation: Operation) -> Call:
        """A call that lists the resources of this type, limited to their parents."""
        links, available = self.resources.links, self.pool.resources
        call, parents = self.pool.build_call(operation), self._parent_types()
        arguments = dict(call.arguments)
        for parameter in operation.accepted:
            linked = links.for_parameter(operation, parameter)
            if linked is not None and linked.name in available and linked.name in parents:
                arguments.setdefault(parameter.name, identity_as(available[linked.name].identity, parameter.type))
        return replace(call, arguments=arguments)

    def _parent_types(self) -> frozenset[str]:
        """The types of the resources that resources of this type are created in."""
        create = self.operations.create
        given = (p for p in create.accepted if p.required or p.name in self.create_arguments)
        linked = (self.resources.links.for_parameter(create, parameter) for parameter in given)
        return frozenset(resource.name for resource in linked if resource is not None)

    def _with_fields(self, call: Call, fields: Mapping[str, Value]) -> Call:
        """The call with these fields. Names get the run's prefix."""
        values = {
            name: f"{self.resources.unique_name()} {value}" if name in self.name_fields else value
            for name, value in fields.items()
        }
        return replace(call, arguments={**call.arguments, **values})

    # -- fields that a server refuses

    def _field_attempts(self, planned: PlannedStep, *, exact: bool) -> Iterator[Mapping[str, Value]]:
        """The fields of a step without those that the server has refused by now; no fields in the end."""
        fields = dict(planned.fields)
        if exact:
            yield fields
            return
        fields = self._not_refused(planned.kind, fields)
        for attempt in range(MAX_TRIES):
            yield fields
            if not fields:
                return
            fewer = self._not_refused(planned.kind, fields)  # if the server names no field, it may refuse any of them
            fields = fewer if len(fewer) < len(fields) and attempt < MAX_TRIES - 2 else {}

    def _not_refused(self, kind: str, fields: Mapping[str, Value]) -> dict[str, Value]:
        return {name: value for name, value in fields.items() if (kind, name) not in self.refused}

    def _note_refusal(self, exchange: Exchange, kind: str, fields: Mapping[str, Value]) -> bool:
        """Whether the server refused a call with fields. Fields named in its response are avoided from now on."""
        final = exchange.final
        if not fields or final is None or final.succeeded or final.response.fault:
            return False
        text = json.dumps(final.payload)
        self.refused |= {(kind, name) for name in fields if f'"{name}"' in text}
        return True
