"""A sequence that was run, and the facts found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.checks.check import Fact
from conformance.exchange.model import Exchange
from conformance.exchange.sequence import Sequence
from conformance.generate.sequences import SequencePlan


@dataclass(frozen=True, kw_only=True)
class SequenceResult:
    """A sequence that was run, the plan of the steps that were possible, and the facts found in it, by id."""

    plan: SequencePlan
    sequence: Sequence
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def step_number(self, exchange: Exchange | None) -> int:
        """Which step an exchange belongs to, -1 for none."""
        return next((n for n, step in enumerate(self.sequence.steps) if step.exchange is exchange), -1)

    def item_and_last_step(self, fact: Fact) -> tuple[int, int]:
        """Which resource a fact is about, and the last step that shows it."""
        steps = [self.step_number(exchange) for exchange in (fact.compared_to, fact.exchange)]
        items = [self.plan[number].item for number in steps if number >= 0 and self.plan[number].kind != "list"]
        return next(iter(items), 0), max(steps)

    def evidence(self, fact: Fact) -> tuple[Exchange, ...]:
        """The calls that show a fact: all up to the last one that it needs, without earlier lists."""
        _, last = self.item_and_last_step(fact)
        return tuple(
            step.exchange
            for number, step in enumerate(self.sequence.steps[: last + 1])
            if number == last or step.kind != "list"
        )
