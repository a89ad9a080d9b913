"""Fact: what a rule saw, in words."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.change import Difference, Impact, Level, Trial


@dataclass(frozen=True, slots=True)
class Fact:
    """What a rule saw: see `Change` for the words. `impact` and `level` are given where they are not the rule's own."""

    subject: str
    message: str
    part: str = ""
    before: str = ""
    after: str = ""
    migration: str = ""
    snippet: str = ""
    files: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    trial: Trial | None = None
    difference: Difference | None = None  # the exchange that shows it
    impact: Impact | None = None
    level: Level | None = None
