"""Bisection finds the release in which each change arrived, and does not look at every release."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conformance.pipeline.bisect import find_arrivals


@given(st.lists(st.integers(0, 19), max_size=8))
def test_every_change_is_found_where_it_arrived(places: list[int]) -> None:
    releases = [f"1.{number}" for number in range(20)]
    wanted = {f"change {number}": place for number, place in enumerate(places)}

    def changes_in(release: str) -> set[str]:
        return {change for change, place in wanted.items() if place <= releases.index(release)}

    assert find_arrivals(wanted, releases, changes_in) == {change: releases[place] for change, place in wanted.items()}


def test_one_break_among_many_releases_takes_few_looks() -> None:
    looked_at: list[str] = []

    def changes_in(release: str) -> set[str]:
        looked_at.append(release)
        return {"break"} if int(release) >= 700 else set()

    assert find_arrivals(["break"], [str(number) for number in range(1000)], changes_in) == {"break": "700"}
    assert len(looked_at) <= 10


def test_nothing_is_looked_at_for_nothing() -> None:
    assert find_arrivals([], ["1.0"], lambda _: 1 / 0) == {}  # type: ignore[arg-type, return-value]
