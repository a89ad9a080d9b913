"""A tool is compared with a list of true changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.facts import GRAVE, LISTS, Fact, Line, facts_of, ranked_lower, score_lines

REMOVED = Fact("`Book.pages` was removed", "breaking", ("*field_removed: Book.pages",), ("Book.pages: removed",))
ADDED = Fact("the operation `books.find`", "added", ("operation_added: books.find",), ())
DOCSTRING = Fact("the docstring of `Book`", "documentation", ("documentation_changed: Book",), (), may=True)
FACTS = [REMOVED, ADDED, DOCSTRING]


@pytest.mark.parametrize(
    ("lines", "reported", "true"),
    [
        ([], 0, 0),
        ([Line("required_field_removed: Book.pages", "breaking")], 1, 1),
        ([Line("a.py:3: Book.pages: removed", "breaking")], 1, 1),
        ([Line("documentation_changed: Book", "documentation")], 0, 1),
        ([Line("field_removed: Book.title", "breaking")], 0, 0),
    ],
)
def test_reported_facts_and_true_lines_are_counted(lines: list[Line], reported: int, true: int) -> None:
    score = score_lines(FACTS, lines, grave=False)
    assert (score.reported, score.facts, score.true, score.lines) == (reported, 2, true, len(lines))


def test_only_breaking_and_risky_facts_count_if_selected() -> None:
    score = score_lines(FACTS, [Line("operation_added: books.find", "compatible")], grave=True)
    assert (score.missed, score.false, score.precision) == ((REMOVED.what,), (), 1.0)


def test_an_addition_that_is_called_breaking_is_ranked_too_high() -> None:
    score = score_lines(FACTS, [Line("operation_added: books.find", "breaking")], grave=True)
    assert (score.true, score.false, score.milder) == (0, (), ("operation_added: books.find",))


def test_a_break_that_is_reported_as_something_milder_is_ranked_too_low() -> None:
    assert ranked_lower(FACTS, [Line("field_removed: Book.pages", "compatible")]) == [REMOVED.what]
    assert ranked_lower(FACTS, [Line("field_removed: Book.pages", "risky")]) == []


@pytest.mark.parametrize("file", sorted(LISTS.glob("*.toml")), ids=lambda file: file.stem)
def test_every_fact_of_a_list_is_complete(file: Path) -> None:
    old, _, new = file.stem.partition("-")
    facts = facts_of(old, new)
    whats = [fact.what for fact in facts]
    assert len(whats) == len(set(whats))
    assert {fact.kind for fact in facts} <= {*GRAVE, "added", "documentation", "inside"}
    assert not [fact.what for fact in facts if not fact.ours or "{}" in "".join((*fact.ours, *fact.griffe, fact.what))]


def test_a_pair_without_a_list_has_no_facts() -> None:
    assert facts_of("1.0", "2.0") == []
