"""The first version of a check is complete: only what it finds is left to write."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools.new_check import ROOT, add_check


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "conformance" / "checks", tmp_path / "conformance" / "checks")
    (tmp_path / "changes").mkdir()
    return tmp_path


def test_a_new_check_is_four_files_and_one_line_in_the_list(copy: Path) -> None:
    before = (copy / "conformance" / "checks" / "__init__.py").read_text().splitlines()
    written = add_check("header_repeated", "request", copy)
    assert len(written) == 5
    after = written[-1].read_text().splitlines()
    assert [line for line in after if line not in before] == ['    "header_repeated",']
    assert len(after) == len(before) + 1
    compile(written[0].read_text(), "header_repeated.py", "exec")


def test_a_name_that_cannot_be_an_id_is_refused(copy: Path) -> None:
    with pytest.raises(ValueError, match="not an id of a check"):
        add_check("Header Repeated", "request", copy)


def test_a_family_that_does_not_exist_is_refused(copy: Path) -> None:
    with pytest.raises(ValueError, match="not a family of checks"):
        add_check("header_repeated", "surface", copy)
