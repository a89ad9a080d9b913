"""Stateful: the things of one kind are made, read, listed, changed and removed on a server, in varying order.

What only a sequence of calls can show is judged here: that what was written is kept, and what was removed is gone. What
sequences have in common, such as the project that all of them are made in, is made once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from conformance.checks import CHECKS
from conformance.contract.model import TWINS, Operation, Twin
from conformance.exchange.echo import sent_fields
from conformance.exchange.guard import NotPermitted
from conformance.exchange.model import Exchange
from conformance.exchange.sequence import Sequence, Step
from conformance.exchange.world import Made, OutOfReach, Scene, World, as_type, at
from conformance.generate.call import Call
from conformance.generate.explore import derived_seed, explore
from conformance.generate.sequences import Kind, Move, Plan, free_fields, kind_of, plans, told_names, whole_life
from conformance.generate.values import Value
from conformance.judging import Tally

SEQUENCE: Final = tuple(check for check in CHECKS if check.judges == "sequence")
MOST_REQUESTS: Final = 60  # for the sequences of one kind of resource
MOST_SHRINKING: Final = 90  # to make smaller what was found in them
MOST_TRIES: Final = 4  # of one creation or update that the server refuses for a field
Perform = Callable[[Call, Twin], Exchange]


@dataclass(frozen=True)
class Setting:
    """What the sequences of a run have in common. `asked` counts the requests so far; `gone`: the server is."""

    scene: Scene
    perform: Perform
    asked: Callable[[], int]
    gone: Callable[[], bool]
    examples: int
    seed: int
    accepted: Collection[str]


@dataclass
class _Item:
    """One thing that a sequence made. `living` until it was deleted."""

    made: Made
    living: bool = True

    @property
    def identity(self) -> str:
        return str(self.made.identity)


@dataclass
class _Course:
    """One sequence under way: what was made, and the steps so far."""

    items: list[_Item] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def item(self, number: int) -> _Item | None:
        """The thing of a number, counted round; -1 is the last one."""
        return self.items[number if number < 0 else number % len(self.items)] if self.items else None


class Lives:
    """The sequences of the kind of resource that an operation makes."""

    def __init__(self, setting: Setting, kind: Kind, tally: Tally) -> None:
        self.setting, self.kind, self.tally = setting, kind, tally
        self.scene, self.world = setting.scene, World(setting.scene)
        self.began = setting.asked()
        self.limit = MOST_REQUESTS
        self.refused: set[str] = set()  # fields for which the server refused a call
        self.turn = 0
        self.seen: dict[str, tuple[list[str], Sequence]] = {}
        links, told = self.scene.links, self.scene.told
        made = told_names(told(kind.create.path), kind.resource.recipe.arguments, self.scene.recipe.arguments)
        changed = () if kind.update is None else told(kind.update.path).arguments
        self.creating = free_fields(kind.create, links, made)
        self.updating = free_fields(kind.update, links, made.union(changed))

    def everything(self) -> int:
        """Judge a whole life, then drawn sequences; how many sequences were made."""
        try:
            self._judge(whole_life(self.creating, self.updating))
            if self.setting.examples:
                self._explore()
        except NotPermitted:
            pass
        finally:
            self._clean()
        return len(self.seen)

    def _explore(self) -> None:
        old = {*self.tally.facts, *self.setting.accepted}
        explored = explore(
            plans(self.creating, self.updating), self._judge,
            examples=self.setting.examples,
            seed_value=derived_seed(self.setting.seed, self.kind.create.path, "sequences"),
            old=old,
        )  # fmt: skip
        for identity, plan in sorted(explored.smallest.items()):
            self._run(self.seen[repr(plan)][1], replacing=identity)

    def _judge(self, plan: Plan) -> list[str]:
        """Make a sequence and judge it, once: making it smaller asks for the same one again; the ids of findings."""
        key = repr(plan)
        if key not in self.seen:
            course = _Course()
            if not self.spent:
                for move in plan:
                    self._move(move, course)
            sequence = Sequence(self.kind.name, tuple(course.steps))
            found = self._run(sequence)
            self.seen[key] = (found, sequence)
            if found:
                self.limit = MOST_REQUESTS + MOST_SHRINKING
        return self.seen[key][0]

    def _run(self, sequence: Sequence, *, replacing: str = "") -> list[str]:
        before = set(self.tally.facts)
        found = self.tally.run(SEQUENCE, sequence, replacing=replacing)
        for identity in {*found} & ({*self.tally.facts} - before | {replacing}):
            check, fact = self.tally.facts[identity]
            self.tally.facts[identity] = (check, replace(fact, steps=_told_by(sequence, fact.exchange)))
        return found

    @property
    def spent(self) -> bool:
        """The sequences have had their share of requests, or the server is gone."""
        return self.setting.asked() - self.began >= self.limit or self.setting.gone()

    # -- one step

    def _move(self, move: Move, course: _Course) -> None:
        """Make one step. What cannot be done here is left out: there is no such thing, or it was deleted."""
        operation = self.kind.operations.get(move.kind)
        item = course.item(move.item)
        if operation is None or self.spent:
            return
        try:
            if move.kind == "create":
                self._create(move, course)
            elif move.kind == "list":
                course.steps.append(self._step(operation, "list", self._listing(operation)))
            elif item is not None and (item.living or move.kind == "read"):
                self._of_item(move, operation, item, course)
        except OutOfReach:
            return

    def _create(self, move: Move, course: _Course) -> None:
        operation, resource = self.kind.create, self.kind.resource
        for fields in self._fewer(move.fields):
            call = self.world.call(operation, told=resource.recipe.arguments)
            self.world.about_to_make(resource)
            exchange = self._perform(replace(call, arguments={**call.arguments, **fields}))
            if self._was_refused(exchange, fields):
                continue
            answer = exchange.answer.payloads[0] if exchange.answer.payloads else None
            try:
                identity = at(answer, resource.recipe.id)
            except KeyError:
                return
            if exchange.final is not None and exchange.final.succeeded:
                self.world.note(operation, exchange)
                course.items.append(_Item(self.world.all[-1][1]))
                course.steps.append(Step(operation, "create", exchange, sent_fields(exchange), str(identity)))
            return

    def _of_item(self, move: Move, operation: Operation, item: _Item, course: _Course) -> None:
        for fields in self._fewer(move.fields):
            call = self._about(operation, item)
            exchange = self._perform(replace(call, arguments={**call.arguments, **fields}))
            written = sent_fields(exchange) if move.kind == "update" else {}
            if self._was_refused(exchange, fields):
                continue
            course.steps.append(Step(operation, move.kind, exchange, written, item.identity))
            if move.kind == "delete" and course.steps[-1].succeeded:
                item.living = False
                self.scene.ledger.gone(item.made.path)
            return

    def _about(self, operation: Operation, item: _Item) -> Call:
        """A call about one thing: while it is made, that is what the world has of its kind."""
        name = self.kind.resource.name
        before = self.world.found.get(name)
        self.world.found[name] = item.made
        try:
            call = self.world.call(operation)
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

    def _step(self, operation: Operation, kind: str, call: Call) -> Step:
        return Step(operation, kind, self._perform(call))  # type: ignore[arg-type]

    def _perform(self, call: Call) -> Exchange:
        """Make a call with the twins in turn."""
        self.turn += 1
        return self.setting.perform(call, TWINS[self.turn % 2])

    # -- fields that a server does not take

    def _fewer(self, fields: tuple[tuple[str, Value], ...]) -> Iterator[Mapping[str, Value]]:
        """The fields without those for which the server has refused a call by now; in the end none."""
        given = dict(fields)
        for number in range(MOST_TRIES if given else 1):
            left = {} if number == MOST_TRIES - 1 else {n: v for n, v in given.items() if n not in self.refused}
            yield left
            if not left:
                return

    def _was_refused(self, exchange: Exchange, fields: Mapping[str, Value]) -> bool:
        """The server refuses the call, perhaps for a field: those that it names, otherwise all of them, are avoided."""
        final = exchange.final
        if not fields or final is None or final.succeeded or final.response.fault:
            return False
        text = json.dumps(final.payload)
        self.refused |= {name for name in fields if f'"{name}"' in text} or set(fields)
        return True

    def _clean(self) -> None:
        """Remove what was made."""
        try:
            self.world.remove()
        except (OutOfReach, NotPermitted):
            return


def lives_of(setting: Setting, create: Operation, tally: Tally) -> Lives | None:
    """The sequences of what an operation makes; None where there is nothing to be done with it, or it breaks things."""
    kind = kind_of(setting.scene.links, create)
    told = setting.scene.told(create.path)
    if kind is None or told.dangerous or told.undo or create.path != kind.resource.create:
        return None
    return Lives(setting, kind, tally)


def _told_by(sequence: Sequence, last: Exchange | None) -> tuple[Exchange, ...]:
    """The steps that show something about one thing: its own up to the last one that matters, and lists."""
    numbers = [number for number, step in enumerate(sequence.steps) if step.exchange is last]
    if not numbers:
        return ()
    return tuple(step.exchange for step in sequence.steps[: numbers[0] + 1])
