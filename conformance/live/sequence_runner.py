"""Course: one sequence of calls on a server, made step by step as it was planned, and what it came to."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from conformance.checks.check import Fact
from conformance.contract.model import TWINS, Operation, Twin
from conformance.exchange.model import Exchange
from conformance.exchange.response_match import sent_fields
from conformance.exchange.sequence import Sequence, Step
from conformance.generate.call import Call
from conformance.generate.sequences import PlannedStep, ResourceOperations, SequencePlan
from conformance.generate.values import Value
from conformance.live.guard import NotPermitted
from conformance.live.resource_context import CreatedResource, ResourceContext, Unreachable, as_type
from conformance.live.resource_pool import ResourcePool

UNIQUE: Final = "{unique}"  # what a recipe says of a name that only one thing has
MOST_TRIES: Final = 4  # of one creation or update that the server refuses for a field
Perform = Callable[[Call, Twin], Exchange]


@dataclass(frozen=True)
class SequenceContext:
    """What the sequences of a run have in common. `asked` counts the requests so far; `gone`: the server is."""

    scene: ResourceContext
    perform: Perform
    asked: Callable[[], int]
    gone: Callable[[], bool]
    examples: int
    seed: int
    accepted: Collection[str]


@dataclass(frozen=True)
class SequenceResult:
    """A sequence that was made: the moves of its steps, what it shows, and what was found in it, by id."""

    plan: SequencePlan
    sequence: Sequence
    found: Mapping[str, Fact] = field(default_factory=dict)

    def number(self, exchange: Exchange | None) -> int:
        """Which step an exchange is, -1 if it is none."""
        return next((n for n, step in enumerate(self.sequence.steps) if step.exchange is exchange), -1)

    def about(self, fact: Fact) -> tuple[int, int]:
        """Which thing a fact is about, and the last step that it needs."""
        steps = [self.number(each) for each in (fact.compared_to, fact.exchange)]
        named = [self.plan[number].item for number in steps if number >= 0 and self.plan[number].kind != "list"]
        return next(iter(named), 0), max(steps)

    def telling(self, fact: Fact) -> tuple[Exchange, ...]:
        """The calls that show a fact: all up to the last one that it needs, lists before that left out."""
        _, last = self.about(fact)
        return tuple(
            step.exchange
            for number, step in enumerate(self.sequence.steps[: last + 1])
            if number == last or step.kind != "list"
        )


@dataclass
class _Item:
    """One thing that a sequence made. `living` until it was deleted."""

    number: int
    made: CreatedResource
    living: bool = True

    @property
    def identity(self) -> str:
        return str(self.made.identity)


@dataclass
class _Course:
    """One sequence under way: what was made, the steps so far, and the move of each step."""

    items: list[_Item] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    moves: list[PlannedStep] = field(default_factory=list)

    def item(self, number: int) -> _Item | None:
        """The thing of a number, counted round; -1 is the last one."""
        return self.items[number if number < 0 else number % len(self.items)] if self.items else None

    def add(self, move: PlannedStep, step: Step) -> None:
        """One step more."""
        self.steps.append(step)
        self.moves.append(move)


class SequenceRunner:
    """Makes the sequences of one kind. What they have in common, the project that all are made in, is made once."""

    def __init__(self, setting: SequenceContext, kind: ResourceOperations, limit: int) -> None:
        self.setting, self.kind, self.limit = setting, kind, limit
        self.scene, self.world = setting.scene, ResourcePool(setting.scene)
        self.began = setting.asked()
        self.refused: set[tuple[str, str]] = set()  # kinds of steps, and fields for which the server refused them
        given = {**self.scene.told(kind.create.path).arguments, **kind.resource.recipe.arguments}
        self.names = frozenset(name for name, value in given.items() if value == UNIQUE)
        self.exact = False  # what is asked for is known to be accepted
        self.turn = 0

    @property
    def spent(self) -> bool:
        """The sequences have had their share of requests, or the server is gone."""
        return self.setting.asked() - self.began >= self.limit or self.setting.gone()

    def make(self, plan: SequencePlan, *, exact: bool = False) -> SequenceResult:
        """Make a sequence, as far as the requests go; where it is not `exact`, without fields that were refused before.

        Raises NotPermitted.
        """
        course, self.exact = _Course(), exact
        self._prepare()
        for move in plan if not self.spent else ():
            self._move(move, course)
        return SequenceResult(tuple(course.moves), Sequence(resource=self.kind.name, steps=tuple(course.steps)))

    def _prepare(self) -> None:
        """Make what the calls need besides; made later, it would be made of the thing that a sequence is about."""
        for operation in self.kind.operations.values():
            for name in self.scene.told(operation.path).before:
                with suppress(Unreachable):
                    self.world.get(name)

    # -- one step

    def _move(self, move: PlannedStep, course: _Course) -> None:
        """Make one step. What cannot be done here is left out: there is no such thing, or it was deleted."""
        operation = self.kind.operations.get(move.kind)
        item = course.item(move.item)
        if operation is None or self.spent:
            return
        try:
            if move.kind == "create":
                self._create(move, course)
            elif move.kind == "list":
                exchange = self._perform(self._listing(operation))
                course.add(PlannedStep("list"), Step(operation=operation, kind="list", exchange=exchange))
            elif item is not None and (item.living or move.kind == "read"):
                self._of_item(move, operation, item, course)
        except Unreachable:
            return

    def _create(self, move: PlannedStep, course: _Course) -> None:
        operation, resource = self.kind.create, self.kind.resource
        for fields in self._fewer(move):
            call = self.world.call(operation, told=resource.recipe.arguments)
            self.world.about_to_make(resource)
            exchange = self._perform(replace(call, arguments={**call.arguments, **self._named(fields)}))
            noted = len(self.world.all)
            self.world.note(operation, exchange)
            if self._was_refused(exchange, move.kind, fields):
                continue
            if len(self.world.all) > noted:
                item = _Item(len(course.items), self.world.all[-1][1])
                course.items.append(item)
                done = PlannedStep("create", item.number, tuple(fields.items()))
                written = sent_fields(exchange)
                step = Step(
                    operation=operation, kind="create", exchange=exchange, written=written, identity=item.identity
                )
                course.add(done, step)
            return

    def _of_item(self, move: PlannedStep, operation: Operation, item: _Item, course: _Course) -> None:
        for fields in self._fewer(move):
            call = self._about(operation, item)
            exchange = self._perform(replace(call, arguments={**call.arguments, **self._named(fields)}))
            written = sent_fields(exchange) if move.kind == "update" else {}
            if self._was_refused(exchange, move.kind, fields):
                continue
            done = PlannedStep(move.kind, item.number, tuple(fields.items()))
            step = Step(operation=operation, kind=move.kind, exchange=exchange, written=written, identity=item.identity)
            course.add(done, step)
            if move.kind == "delete" and course.steps[-1].succeeded:
                item.living = False
                self.scene.ledger.deleted(item.made.path)
            return

    def _about(self, operation: Operation, item: _Item) -> Call:
        """A call about one thing: while it is made, that is what the world has of its kind."""
        name = self.kind.resource.name
        before = self.world.found.get(name)
        self.world.found[name] = item.made
        try:
            values = self.scene.told(operation.path).values if operation is self.kind.update else ()
            call = self.world.call(operation, tuple(values))
        finally:
            if before is None:
                del self.world.found[name]
            else:
                self.world.found[name] = before
        return call

    def _listing(self, operation: Operation) -> Call:
        """A call that lists, narrowed to what the things of this kind are made in."""
        links, found = self.scene.links, self.world.found
        call = self.world.call(operation)
        arguments = dict(call.arguments)
        for parameter in operation.accepted:
            into = links.for_parameter(operation, parameter)
            if into is not None and into.name in found and into.name in self._places():
                arguments.setdefault(parameter.name, as_type(found[into.name].identity, parameter.type))
        return replace(call, arguments=arguments)

    def _places(self) -> frozenset[str]:
        """The kinds of what things of this kind are made in."""
        create = self.kind.create
        given = {**self.scene.told(create.path).arguments, **self.kind.resource.recipe.arguments}
        named = (each for each in create.accepted if each.required or each.name in given)
        linked = (self.scene.links.for_parameter(create, each) for each in named)
        return frozenset(each.name for each in linked if each is not None)

    def _perform(self, call: Call) -> Exchange:
        """Make a call with the twins in turn."""
        self.turn += 1
        return self.setting.perform(call, TWINS[self.turn % 2])

    # -- fields that a server does not take

    def _fewer(self, move: PlannedStep) -> Iterator[Mapping[str, Value]]:
        """The fields of a move without those for which the server has refused such a step by now; in the end none."""
        left = self._taken(move.kind, dict(move.fields))
        for number in range(MOST_TRIES):
            yield left
            if not left or self.exact:
                return
            fewer = self._taken(move.kind, left)  # where the server names no field, it may be any of them
            left = fewer if len(fewer) < len(left) and number < MOST_TRIES - 2 else {}

    def _named(self, fields: Mapping[str, Value]) -> Mapping[str, Value]:
        """The fields; names begin as all names of the run do."""
        return {n: f"{self.scene.word()} {v}" if n in self.names else v for n, v in fields.items()}

    def _taken(self, kind: str, fields: Mapping[str, Value]) -> Mapping[str, Value]:
        return {name: value for name, value in fields.items() if self.exact or (kind, name) not in self.refused}

    def _was_refused(self, exchange: Exchange, kind: str, fields: Mapping[str, Value]) -> bool:
        """The server refuses the call, perhaps for a field: those that it names are avoided from now on."""
        final = exchange.final
        if not fields or final is None or final.succeeded or final.response.fault:
            return False
        text = json.dumps(final.payload)
        self.refused |= {(kind, name) for name in fields if f'"{name}"' in text}
        return True

    def clean(self) -> None:
        """Remove what was made."""
        try:
            self.world.remove()
        except (Unreachable, NotPermitted):
            return
