"""The changes of a helper's signature that its callers notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.documentation.helpers import helpers_in, signature_changes


@pytest.mark.parametrize(
    ("approved", "found", "changes"),
    [
        ("(self, a, b=1)", "(self, a, b=1)", []),
        ("(self, a)", "(self, a, b=None, *, c=2)", []),
        ("(self, a)", "(self, a, *more, **others)", []),
        ("(self, a)", "(self, a=None)", []),
        ("(self, *, a)", "(self, a)", []),
        ("(self, a, b=60)", "(self, a, b=6)", ["`b` is `6` by default, approved `60`"]),
        ("(self, a=1)", "(self, a)", ["`a` is required, and was `1` by default"]),
        ("(self, a)", "(self, a, *, b)", ["it requires `b`"]),
        ("(self, a, b)", "(self, a)", ["it no longer accepts `b`"]),
        ("(self, a, b)", "(self, b, a)", ["values by place are (self, b, a), approved (self, a, b)"]),
        ("(self, a)", "(self, *, a)", ["values by place are (self), approved (self, a)"]),
        ("(self, a)", "(self, x=0, a=0)", ["values by place are (self, x, a), approved (self, a)"]),
        ("(self, *a)", "(self)", ["it no longer accepts more values by place"]),
        ("(self, **b)", "(self)", ["it no longer accepts other names"]),
        ("(self)", "async (self)", ["it has to be awaited"]),
        ("async (self)", "(self)", ["it is no longer to be awaited"]),
        ("(self, a)", "(self, **others)", ["it accepts `a` by name only"]),
    ],
)
def test_a_change_that_callers_notice_has_a_phrase(approved: str, found: str, changes: list[str]) -> None:
    assert signature_changes(approved, found) == changes


def test_helpers_are_public_functions_outside_of_core_with_what_they_accept(tmp_path: Path) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "http.py").write_text("def send(): pass\n", encoding="utf-8")
    (tmp_path / "_private.py").write_text("def hidden(): pass\n", encoding="utf-8")
    (tmp_path / "broken.py").write_text("def (", encoding="utf-8")
    (tmp_path / "tools.py").write_text(
        "def load(path: str, *, mode: str = 'r') -> str: ...\n"
        "class Box:\n"
        "    @property\n"
        "    def size(self): ...\n"
        "    @staticmethod\n"
        "    async def open(name: str = DEFAULT): ...\n"
        "    def _inner(self): ...\n",
        encoding="utf-8",
    )
    found = [(helper.name, helper.line, helper.signature) for helper in helpers_in([tmp_path])]
    assert found == [("tools.load", 1, "(path, *, mode='r')"), ("tools.Box.open", 5, "async (name=DEFAULT)")]
