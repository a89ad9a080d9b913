"""The first version of an upgrade rule is complete: only what it finds is left to write."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools.new_rule import ROOT, add_rule


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the rules that a test may add to."""
    shutil.copytree(ROOT / "conformance" / "upgrade" / "rules", tmp_path / "conformance" / "upgrade" / "rules")
    (tmp_path / "changes").mkdir()
    return tmp_path


def test_a_new_rule_is_a_file_its_case_and_one_line_in_the_list(copy: Path) -> None:
    before = (copy / "conformance" / "upgrade" / "rules" / "__init__.py").read_text().splitlines()
    written = add_rule("files.logo_changed", "surface", copy)
    added = [line for line in written[-1].read_text().splitlines() if line not in before]
    assert added == ['    "files.logo_changed",']
    assert {"case.py", "expected.json"} <= {file.name for file in written}
    compile(written[0].read_text(), "logo_changed.py", "exec")


@pytest.mark.parametrize(
    ("name", "tier"), [("files.Logo Changed", "surface"), ("files.logo_changed", "depth"), ("art.logo_changed", "wire")]
)
def test_a_name_subject_or_tier_that_does_not_exist_is_refused(copy: Path, name: str, tier: str) -> None:
    with pytest.raises(ValueError, match=r"not an id of a rule|unknown tier|unknown subject"):
        add_rule(name, tier, copy)
