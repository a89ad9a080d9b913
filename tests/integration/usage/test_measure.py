"""The lines that `upgrade --usage` reports are those that break, measured on a real server."""

from __future__ import annotations

import pytest

from tests.integration.usage.measure import PAIRS, measure

AIM = 0.9

pytestmark = pytest.mark.live


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_the_reported_lines_of_an_application_are_those_that_break(old: str, new: str) -> None:
    found = measure("labelops", old, new)  # docs/measured.md has the other applications

    assert found.missed == []
    assert found.recall >= AIM, sorted(found.actual - found.certain)
    assert found.precision >= AIM, sorted(found.certain - found.actual)
