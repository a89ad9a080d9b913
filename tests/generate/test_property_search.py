"""A failure that a server shows only once is found, too."""

from __future__ import annotations

from hypothesis import strategies as st

from conformance.generate.property_search import property_search


def test_a_finding_that_does_not_repeat_keeps_its_first_value() -> None:
    judged_values: list[int] = []

    def judge(value: int) -> list[str]:
        judged_values.append(value)
        return ["failed once"] if len(judged_values) == 3 else []

    explored = property_search(st.integers(0, 100), judge, examples=10, seed_value=1)
    assert explored.smallest == {"failed once": judged_values[2]}
    assert explored.judged == len(judged_values)
