"""The true differences between two releases, and how many of them a tool reports.

A list of facts is a file `truth/OLD-NEW.toml`; the first one describes how the facts were found and what its keys mean.
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
    """One true difference.

    `ours` are patterns of our change ids, `griffe` parts of griffe's lines. A tool need not report one that `may`.
    """

    what: str
    kind: str
    ours: tuple[str, ...]
    griffe: tuple[str, ...]
    may: bool = False

    def is_reported_by(self, line: str) -> bool:
        """Whether one of our change ids, or a line of griffe, reports it."""
        return any(fnmatchcase(line, pattern) for pattern in self.ours) or any(part in line for part in self.griffe)


@dataclass(frozen=True)
class Line:
    """A change that a tool reports: its id or a line of text, and its severity."""

    text: str
    impact: str


@dataclass(frozen=True, kw_only=True)
class Score:
    """How many facts a tool reports, and how many of its reports are facts."""

    reported: int
    facts: int
    true: int
    lines: int
    missed: tuple[str, ...]
    false: tuple[str, ...]
    milder: tuple[str, ...]  # lines about true differences that the tool calls breaking or risky, but that are not

    @property
    def recall(self) -> float:
        """The share of the facts that the tool reports."""
        return self.reported / self.facts if self.facts else 1.0

    @property
    def precision(self) -> float:
        """The share of the reports that are facts."""
        return self.true / self.lines if self.lines else 1.0


def facts_of(old: str, new: str, folder: Path = LISTS) -> list[Fact]:
    """The list of a pair of releases, [] where there is none."""
    file = folder / f"{old}-{new}.toml"
    if not file.exists():
        return []
    return [fact for entry in tomllib.loads(file.read_text("utf-8"))["fact"] for fact in _expand(entry)]


def _expand(entry: dict[str, Any]) -> Iterable[Fact]:
    for name in entry.get("names", [""]):
        yield Fact(
            entry["what"].replace("{}", name),
            entry["kind"],
            tuple(pattern.replace("{}", name) for pattern in entry["ours"]),
            tuple(piece.replace("{}", name) for piece in entry["griffe"]),
            entry.get("may", False),
        )


def score_lines(facts: Sequence[Fact], lines: Sequence[Line], *, grave: bool) -> Score:
    """Compare the lines of a tool with the facts; with `grave`, only breaking and risky ones on both sides."""
    wanted = [fact for fact in facts if not fact.may and (not grave or fact.kind in GRAVE)]
    selected = [line for line in lines if not grave or line.impact in GRAVE]
    known = [fact for fact in facts if not grave or fact.kind in GRAVE]
    missed = tuple(fact.what for fact in wanted if not any(fact.is_reported_by(line.text) for line in lines))
    wrong = [line.text for line in selected if not any(fact.is_reported_by(line.text) for fact in known)]
    milder = tuple(text for text in wrong if any(fact.is_reported_by(text) for fact in facts))
    false = tuple(text for text in wrong if text not in milder)
    return Score(
        reported=len(wanted) - len(missed),
        facts=len(wanted),
        true=len(selected) - len(wrong),
        lines=len(selected),
        missed=missed,
        false=false,
        milder=milder,
    )


def ranked_lower(facts: Sequence[Fact], lines: Sequence[Line]) -> list[str]:
    """Facts that are breaking or risky, but that a tool reports only as something milder."""
    found = []
    for fact in facts:
        impacts = {line.impact for line in lines if fact.is_reported_by(line.text)}
        if fact.kind in GRAVE and impacts and not impacts & GRAVE:
            found.append(fact.what)
    return found
