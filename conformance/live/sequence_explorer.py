"""Stateful: the things of one kind are made, read, listed, changed and removed on a server, in varying order.

What only a sequence of calls can show is judged here: that what was written is kept, and what was removed is gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from conformance.checks import checks_of
from conformance.contract.model import Operation
from conformance.exchange.sequence import Sequence
from conformance.generate.property_search import derived_seed, property_search
from conformance.generate.sequences import (
    ResourceOperations,
    SequencePlan,
    fixed_names,
    focus_on,
    free_fields,
    full_lifecycle,
    resource_operations,
    sequence_plans,
    smaller_plans,
    with_repeated_read,
)
from conformance.judging import FactCollector
from conformance.live.guard import NotPermitted
from conformance.live.sequence_runner import SequenceContext, SequenceResult, SequenceRunner

SEQUENCE: Final = checks_of(Sequence)
MOST_REQUESTS: Final = 60  # for the sequences of one kind of resource
MOST_SHRINKING: Final = 90  # to make smaller what was found in them


class SequenceExplorer:
    """The sequences of the kind of resource that an operation makes."""

    def __init__(self, setting: SequenceContext, kind: ResourceOperations, tally: FactCollector) -> None:
        self.setting, self.kind, self.tally = setting, kind, tally
        self.maker = SequenceRunner(setting, kind, MOST_REQUESTS)
        self.seen: dict[str, SequenceResult] = {}
        links, told = setting.scene.links, setting.scene.told
        made = fixed_names(told(kind.create.path), kind.resource.recipe.arguments, setting.scene.recipe.arguments)
        made -= self.maker.names
        changed = () if kind.update is None else told(kind.update.path).arguments
        self.creating = free_fields(kind.create, links, made)
        self.updating = free_fields(kind.update, links, made.union(changed))

    def everything(self) -> int:
        """Judge a whole life, then drawn sequences; how many sequences were made."""
        known = {*self.tally.facts, *self.setting.accepted}
        try:
            lived = self._live(full_lifecycle(self.creating, self.updating))
            new = sorted(lived.found.keys() - known)
            for number, identity in enumerate(new, start=1):
                self.maker.limit = MOST_REQUESTS + MOST_SHRINKING * number // len(new)  # as much for each of them
                self._reduce(identity, lived)
            if self.setting.examples:
                self._explore({*self.tally.facts, *known})
        except NotPermitted:
            pass
        finally:
            self.maker.clean()
        return len(self.seen)

    def _explore(self, old: Collection[str]) -> None:
        explored = property_search(
            sequence_plans(self.creating, self.updating), self._drawn,
            examples=self.setting.examples,
            seed_value=derived_seed(self.setting.seed, self.kind.create.path, "sequences"),
            known=old,
        )  # fmt: skip
        for identity, plan in sorted(explored.smallest.items()):
            self._keep(identity, self._live(plan))

    def _drawn(self, plan: SequencePlan) -> Collection[str]:
        """The ids of what is found in a drawn sequence; where there is something, more is asked to make it smaller."""
        found = self._live(plan).found
        if found:
            self.maker.limit = MOST_REQUESTS + MOST_SHRINKING
        return found

    def _reduce(self, identity: str, lived: SequenceResult) -> None:
        """Leave out what a finding does not need, as long as there are requests left to try it."""
        first = self._focused(identity, lived)
        whole = focus_on(lived.plan, *lived.about(lived.found[identity]), "")
        tries: Iterator[SequencePlan] = chain(
            [first, with_repeated_read(first), whole, with_repeated_read(whole)], smaller_plans(lived.plan)
        )
        while (plan := next(tries, None)) is not None:
            tried = self._live(plan, exact=True)
            if identity in tried.found:
                lived, tries = tried, smaller_plans(self._focused(identity, tried))
        self._keep(identity, lived)

    @staticmethod
    def _focused(identity: str, lived: SequenceResult) -> SequencePlan:
        fact = lived.found[identity]
        return focus_on(lived.plan, *lived.about(fact), fact.part)

    def _live(self, plan: SequencePlan, *, exact: bool = False) -> SequenceResult:
        """Make a sequence and judge it, once: making it smaller asks for the same one again."""
        key = repr(plan)
        if key not in self.seen:
            lived, before = self.maker.make(plan, exact=exact), set(self.tally.facts)
            tally = FactCollector(self.tally.operation)
            self.tally.run(SEQUENCE, lived.sequence)
            tally.run(SEQUENCE, lived.sequence)
            self.seen[key] = replace(lived, found={identity: fact for identity, (_, fact) in tally.facts.items()})
            for identity in self.seen[key].found.keys() - before:
                self._keep(identity, self.seen[key])
        return self.seen[key]

    def _keep(self, identity: str, lived: SequenceResult) -> None:
        """Tell a finding with this sequence."""
        check, _ = self.tally.facts[identity]
        fact = lived.found[identity]
        self.tally.facts[identity] = (check, replace(fact, steps=lived.telling(fact)))


def sequence_explorer_for(setting: SequenceContext, create: Operation, tally: FactCollector) -> SequenceExplorer | None:
    """The sequences of what an operation makes; None where there is nothing to be done with it, or it breaks things."""
    kind = resource_operations(setting.scene.links, create)
    told = setting.scene.told(create.path)
    if kind is None or told.dangerous or told.undo or create.path != kind.resource.create:
        return None
    return SequenceExplorer(setting, kind, tally)
