"""How a tool is measured against a list of true changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.facts import GRAVE, LISTS, Fact, Line, facts_of, ranked_lower, scored

GONE = Fact("`Book.pages` is gone", "breaking", ("*field_removed: Book.pages",), ("Book.pages: removed",))
NEW = Fact("the operation `books.find`", "added", ("operation_added: books.find",), ())
WORDS = Fact("the words of `Book`", "documentation", ("documentation_changed: Book",), (), may=True)
FACTS = [GONE, NEW, WORDS]


@pytest.mark.parametrize(
    ("lines", "told", "true"),
    [
        ([], 0, 0),
        ([Line("required_field_removed: Book.pages", "breaking")], 1, 1),
        ([Line("a.py:3: Book.pages: removed", "breaking")], 1, 1),
        ([Line("documentation_changed: Book", "documentation")], 0, 1),
        ([Line("field_removed: Book.title", "breaking")], 0, 0),
    ],
)
def test_what_is_told_and_what_of_it_is_true(lines: list[Line], told: int, true: int) -> None:
    score = scored(FACTS, lines, grave=False)
    assert (score.told, score.facts, score.true, score.lines) == (told, 2, true, len(lines))


def test_breaking_and_risky_ones_alone() -> None:
    score = scored(FACTS, [Line("operation_added: books.find", "compatible")], grave=True)
    assert (score.missed, score.false, score.precision) == ((GONE.what,), (), 1.0)


def test_an_addition_that_is_called_breaking() -> None:
    score = scored(FACTS, [Line("operation_added: books.find", "breaking")], grave=True)
    assert (score.true, score.false, score.milder) == (0, (), ("operation_added: books.find",))


def test_a_break_that_is_told_as_something_milder() -> None:
    assert ranked_lower(FACTS, [Line("field_removed: Book.pages", "compatible")]) == [GONE.what]
    assert ranked_lower(FACTS, [Line("field_removed: Book.pages", "risky")]) == []


@pytest.mark.parametrize("file", sorted(LISTS.glob("*.toml")), ids=lambda file: file.stem)
def test_lists_are_whole(file: Path) -> None:
    old, _, new = file.stem.partition("-")
    facts = facts_of(old, new)
    whats = [fact.what for fact in facts]
    assert len(whats) == len(set(whats))
    assert {fact.kind for fact in facts} <= {*GRAVE, "added", "documentation", "inside"}
    assert not [fact.what for fact in facts if not fact.ours or "{}" in "".join((*fact.ours, *fact.griffe, fact.what))]


def test_a_pair_without_a_list() -> None:
    assert facts_of("1.0", "2.0") == []
