"""What is really different between two releases, and how much of it a tool tells.

A list of facts is a file `truth/OLD-NEW.toml`; the first of them says how they were found and what the keys mean.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LISTS = Path(__file__).parent / "truth"
GRAVE = frozenset({"breaking", "risky"})


@dataclass(frozen=True)
class Fact:
    """One true difference. `ours` are patterns of changes' ids, `griffe` pieces of its lines; `may` be left unsaid."""

    what: str
    kind: str
    ours: tuple[str, ...]
    griffe: tuple[str, ...]
    may: bool = False

    def told_by(self, line: str) -> bool:
        """A change's id, or a line of griffe's, tells it."""
        return any(fnmatchcase(line, pattern) for pattern in self.ours) or any(piece in line for piece in self.griffe)


@dataclass(frozen=True)
class Line:
    """What a tool tells: a change's id or a line of text, and how severe the tool finds it."""

    text: str
    impact: str


@dataclass(frozen=True)
class Score:
    """How much of the facts is told, and how much of what is told is a fact."""

    told: int
    facts: int
    true: int
    lines: int
    missed: tuple[str, ...]
    false: tuple[str, ...]
    milder: tuple[str, ...]  # lines that are true, and told as breaking or risky where they are not

    @property
    def recall(self) -> float:
        """The share of the facts that is told."""
        return self.told / self.facts if self.facts else 1.0

    @property
    def precision(self) -> float:
        """The share of what is told that is a fact."""
        return self.true / self.lines if self.lines else 1.0


def facts_of(old: str, new: str, folder: Path = LISTS) -> list[Fact]:
    """The list of a pair of releases, [] where there is none."""
    file = folder / f"{old}-{new}.toml"
    if not file.exists():
        return []
    return [fact for entry in tomllib.loads(file.read_text("utf-8"))["fact"] for fact in _each(entry)]


def _each(entry: dict[str, Any]) -> Iterable[Fact]:
    for name in entry.get("names", [""]):
        yield Fact(
            entry["what"].replace("{}", name),
            entry["kind"],
            tuple(pattern.replace("{}", name) for pattern in entry["ours"]),
            tuple(piece.replace("{}", name) for piece in entry["griffe"]),
            entry.get("may", False),
        )


def scored(facts: Sequence[Fact], lines: Sequence[Line], *, grave: bool) -> Score:
    """What lines are worth against the facts; `grave` looks at what is breaking or risky only, on both sides."""
    wanted = [fact for fact in facts if not fact.may and (not grave or fact.kind in GRAVE)]
    said = [line for line in lines if not grave or line.impact in GRAVE]
    known = [fact for fact in facts if not grave or fact.kind in GRAVE]
    missed = tuple(fact.what for fact in wanted if not any(fact.told_by(line.text) for line in lines))
    amiss = [line.text for line in said if not any(fact.told_by(line.text) for fact in known)]
    milder = tuple(text for text in amiss if any(fact.told_by(text) for fact in facts))
    false = tuple(text for text in amiss if text not in milder)
    return Score(len(wanted) - len(missed), len(wanted), len(said) - len(amiss), len(said), missed, false, milder)


def ranked_lower(facts: Sequence[Fact], lines: Sequence[Line]) -> list[str]:
    """Facts that are breaking or risky, and told only as something milder."""
    found = []
    for fact in facts:
        impacts = {line.impact for line in lines if fact.told_by(line.text)}
        if fact.kind in GRAVE and impacts and not impacts & GRAVE:
            found.append(fact.what)
    return found
