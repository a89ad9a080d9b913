"""The pages of checks and rules on a terminal: in its width, with every word."""

from __future__ import annotations

import pytest

from conformance.checks import CHECKS
from conformance.errors import UsageError
from conformance.pipeline.explain import explain, explained_lines
from conformance.upgrade.rules import RULES


@pytest.mark.parametrize("width", [40, 80])
def test_every_page_keeps_to_the_width_and_loses_no_word(width: int) -> None:
    for name in [check.id for check in CHECKS] + [rule.id for rule in RULES] + ["", "spec", "wire"]:
        lines = [line.text for line in explained_lines(name, width)]
        # a name that is longer is not broken: it could not be copied
        assert not [line for line in lines if len(line) > width and " " in line.strip()], name
        words = " ".join(lines).replace("(", "").replace(")", "").split()
        assert words == explain(name).replace("(", "").replace(")", "").split(), name


def test_a_pipe_gets_each_check_on_one_line() -> None:
    assert [line.text for line in explained_lines("", None)] == explain("").splitlines()


def test_paragraphs_are_filled_anew_and_examples_stay_apart() -> None:
    lines = [line.text for line in explained_lines("default_server_changed", 300)]
    assert all(lines[lines.index(title) + 1].startswith("    ") for title in ("Why it matters", "Before", "After"))
    assert lines[lines.index("Why it matters") + 2] == ""


def test_an_unknown_id_is_refused_for_terminals_too() -> None:
    with pytest.raises(UsageError, match="no check or rule has this id"):
        list(explained_lines("no_such_check", 40))
