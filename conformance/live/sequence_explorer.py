"""Runs sequences of calls on one resource type, in varying order: create, read, list, update, delete.

Only sequences show whether a server keeps what was written, and whether a deleted resource is gone.
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
from conformance.judging.fact_collector import FactCollector
from conformance.live.guard import NotPermitted
from conformance.live.sequence_result import SequenceResult
from conformance.live.sequence_runner import SequenceContext, SequenceRunner

SEQUENCE_CHECKS: Final = checks_of(Sequence)
MAX_REQUESTS: Final = 60  # for the sequences of one resource type
MAX_SHRINK_REQUESTS: Final = 90  # for shrinking what was found in them


class SequenceExplorer:
    """The sequences of the resource type that an operation creates."""

    def __init__(self, context: SequenceContext, operations: ResourceOperations, collector: FactCollector) -> None:
        self.context, self.operations, self.collector = context, operations, collector
        self.runner = SequenceRunner(context, operations, MAX_REQUESTS)
        self.results: dict[str, SequenceResult] = {}
        links, recipe_for = context.resources.links, context.resources.recipe_for
        create, update = operations.create, operations.update
        fixed = fixed_names(
            recipe_for(create.path), operations.resource.recipe.arguments, context.resources.recipe.arguments
        )
        fixed -= self.runner.name_fields
        update_arguments = () if update is None else recipe_for(update.path).arguments
        self.create_fields = free_fields(create, links, fixed)
        self.update_fields = free_fields(update, links, fixed.union(update_arguments))

    def judge_all(self) -> int:
        """Judge a full lifecycle, then generated sequences; how many sequences were run."""
        known = {*self.collector.facts, *self.context.known}
        try:
            result = self._run(full_lifecycle(self.create_fields, self.update_fields))
            new = sorted(result.facts.keys() - known)
            for number, identity in enumerate(new, start=1):
                self.runner.extend_budget(MAX_SHRINK_REQUESTS * number // len(new))  # equal shares
                self._shrink(identity, result)
            if self.context.examples:
                self._explore({*self.collector.facts, *known})
        except NotPermitted:
            pass
        finally:
            self.runner.remove_resources()
        return len(self.results)

    def _explore(self, old: Collection[str]) -> None:
        found = property_search(
            sequence_plans(self.create_fields, self.update_fields),
            self._judge_generated,
            examples=self.context.examples,
            seed_value=derived_seed(self.context.seed, self.operations.create.path, "sequences"),
            known=old,
        )
        for identity, plan in sorted(found.smallest.items()):
            self._use_as_evidence(identity, self._run(plan))

    def _judge_generated(self, plan: SequencePlan) -> Collection[str]:
        """The ids of the facts in a generated sequence. If there are any, shrinking may send more requests."""
        facts = self._run(plan).facts
        if facts:
            self.runner.extend_budget(MAX_SHRINK_REQUESTS)
        return facts

    def _shrink(self, identity: str, result: SequenceResult) -> None:
        """Leave out steps that a finding does not need, until the budget is spent."""
        focused = _focus(result, identity)
        whole = focus_on(result.plan, *result.item_and_last_step(result.facts[identity]), "")
        candidates: Iterator[SequencePlan] = chain(
            [focused, with_repeated_read(focused), whole, with_repeated_read(whole)], smaller_plans(result.plan)
        )
        while (plan := next(candidates, None)) is not None:
            smaller = self._run(plan, exact=True)
            if identity in smaller.facts:
                result, candidates = smaller, smaller_plans(_focus(smaller, identity))
        self._use_as_evidence(identity, result)

    def _run(self, plan: SequencePlan, *, exact: bool = False) -> SequenceResult:
        """Run and judge a sequence. The same plan runs only once: shrinking repeats plans."""
        key = repr(plan)
        if key not in self.results:
            result, before = self.runner.run(plan, exact=exact), set(self.collector.facts)
            collector = FactCollector(self.collector.operation)
            self.collector.run(SEQUENCE_CHECKS, result.sequence)
            collector.run(SEQUENCE_CHECKS, result.sequence)
            facts = {identity: fact for identity, (_, fact) in collector.facts.items()}
            self.results[key] = replace(result, facts=facts)
            for identity in facts.keys() - before:
                self._use_as_evidence(identity, self.results[key])
        return self.results[key]

    def _use_as_evidence(self, identity: str, result: SequenceResult) -> None:
        """Report a finding with this sequence."""
        fact = result.facts[identity]
        self.collector.replace(identity, replace(fact, steps=result.evidence(fact)))


def _focus(result: SequenceResult, identity: str) -> SequencePlan:
    """The plan with only the steps and the field that a finding is about."""
    fact = result.facts[identity]
    return focus_on(result.plan, *result.item_and_last_step(fact), fact.part)


def sequence_explorer_for(
    context: SequenceContext, create: Operation, collector: FactCollector
) -> SequenceExplorer | None:
    """The sequences of what an operation creates; None if no sequence is possible, or one would be dangerous."""
    operations = resource_operations(context.resources.links, create)
    recipe = context.resources.recipe_for(create.path)
    if operations is None or recipe.dangerous or recipe.undo or create.path != operations.resource.create:
        return None
    return SequenceExplorer(context, operations, collector)
