"""A case of a rule holds three releases in one file; a line marked `# only <sides>` belongs to those."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.upgrade.rules.case_files import SIDES, read_side, select


def test_a_line_belongs_to_the_sides_that_its_marker_names() -> None:
    text = "a = 1\nb = 1  # only old near\nb = 2  # only new\n"
    assert [select(text, side) for side in SIDES] == ["a = 1\nb = 1\n", "a = 1\nb = 2\n", "a = 1\nb = 1\n"]


def test_a_blank_line_can_be_marked() -> None:
    assert select("a\n# only new\nb\n", "new") == "a\n\nb\n"


def test_a_file_without_a_line_of_a_side_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "data.json").write_text("{}  # only new\n")
    (tmp_path / "case" / "empty.py").write_text("")
    assert read_side(tmp_path, "old") == {"empty.py": b""}
    assert read_side(tmp_path, "new") == {"data.json": b"{}\n", "empty.py": b""}


@pytest.mark.parametrize("sides", ["newer", "old, new", " "])
def test_a_marker_of_an_unknown_side_names_the_file_and_the_line(tmp_path: Path, sides: str) -> None:
    (tmp_path / "case.py").write_text(f"a\nb  # only {sides}\n")
    with pytest.raises(ValueError, match=r"case\.py: line 2: .*expected some of old, new, near"):
        read_side(tmp_path, "old")
