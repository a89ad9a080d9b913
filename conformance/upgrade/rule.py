"""Rule: one fact that may differ between two releases, with its words. A rule's module docstring is its page.

A rule is a pure function from a `ReleasePair` to facts. It holds in both directions: what one rule finds from old to
new, its `mirror` finds from new to old.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from conformance.change import Change, Impact, Level, Tier
from conformance.upgrade.fact import Fact
from conformance.upgrade.pair import ReleasePair

__all__ = ["Fact", "Rule", "rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and its words. `mirror` is the id of the rule that sees the same fact in the other direction."""

    id: str
    tier: Tier
    impact: Impact
    level: Level
    mirror: str
    documentation: str
    see: Callable[[ReleasePair], Iterator[Fact]]

    @property
    def summary(self) -> str:
        """The first sentence of the documentation."""
        return self.documentation.split("\n\n", 1)[0].replace("\n", " ")

    def changes(self, pair: ReleasePair) -> Iterator[Change]:
        """What the rule sees in a pair."""
        for fact in self.see(pair):
            yield Change(
                rule=self.id,
                tier=self.tier,
                impact=fact.impact or self.impact,
                level=fact.level or self.level,
                subject=fact.subject,
                message=fact.message,
                part=fact.part,
                before=fact.before,
                after=fact.after,
                migration=fact.migration,
                snippet=fact.snippet,
                files=fact.files,
                operations=fact.operations,
                trial=fact.trial,
                difference=fact.difference,
            )


def rule(
    *, tier: Tier, impact: Impact, level: Level = Level.RUNTIME, mirror: str = ""
) -> Callable[[Callable[[ReleasePair], Iterator[Fact]]], Rule]:
    """Make a rule of a function. Its id is the function's name, its words are its module's docstring.

    Without `mirror` the rule is its own mirror.
    """

    def made(function: Callable[[ReleasePair], Iterator[Fact]]) -> Rule:
        words = inspect.getdoc(inspect.getmodule(function)) or ""
        return Rule(function.__name__, tier, impact, level, mirror or function.__name__, words, function)

    return made
