"""Text for people hides nothing and stays in its line."""

from __future__ import annotations

from hypothesis import given

from conformance.text import in_line, visible
from tests.strategies import texts


@given(text=texts())
def test_making_characters_visible_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert "\n" not in in_line(text)
