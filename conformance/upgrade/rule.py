"""Rule: one fact that may differ between two releases. A rule's module docstring is its page.

A rule is a pure function from a `ReleasePair` to facts. It works in both directions: what a rule finds from old to
new, its `mirror` finds from new to old. This module exports what nearly every rule needs, so that one import is enough.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Final

from conformance.change import Change, Difference, Impact, Level, Snippet, Tier
from conformance.upgrade.pair import ReleasePair

__all__ = ["Fact", "Impact", "Iterator", "Level", "ReleasePair", "Rule", "Snippet", "Tier", "rule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact that a rule found; the fields are those of `Change`. `impact` and `level` override those of the rule."""

    subject: str
    message: str
    part: str = ""
    before: str = ""
    after: str = ""
    migration: str = ""
    example: str = ""
    files: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    trial: Snippet | None = None
    difference: Difference | None = None  # the exchange that shows it
    impact: Impact | None = None
    level: Level | None = None


_FACT_FIELDS: Final = tuple(field.name for field in fields(Fact) if field.name not in {"impact", "level"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule and its documentation. `mirror` is the id of the rule that finds the same fact in the other direction."""

    id: str
    tier: Tier
    impact: Impact
    level: Level
    mirror: str
    documentation: str
    find: Callable[[ReleasePair], Iterator[Fact]]

    @property
    def summary(self) -> str:
        """The first sentence of the documentation."""
        return self.documentation.split("\n\n", 1)[0].replace("\n", " ")

    def changes(self, pair: ReleasePair) -> Iterator[Change]:
        """The changes that the rule finds in a pair."""
        for fact in self.find(pair):
            yield Change(
                rule=self.id,
                tier=self.tier,
                impact=fact.impact or self.impact,
                level=fact.level or self.level,
                **{name: getattr(fact, name) for name in _FACT_FIELDS},
            )


def rule(
    *, tier: Tier, impact: Impact, level: Level = Level.RUNTIME, mirror: str = ""
) -> Callable[[Callable[[ReleasePair], Iterator[Fact]]], Rule]:
    """Make a rule of a function. Its id is the function's name, its documentation is its module's docstring.

    Without `mirror` the rule is its own mirror.
    """

    def build_rule(function: Callable[[ReleasePair], Iterator[Fact]]) -> Rule:
        return Rule(
            id=function.__name__,
            tier=tier,
            impact=impact,
            level=level,
            mirror=mirror or function.__name__,
            documentation=inspect.getdoc(inspect.getmodule(function)) or "",
            find=function,
        )

    return build_rule
