"""Bisection finds the release that introduced a change, and looks at few releases."""

from __future__ import annotations

from math import ceil, log2

from hypothesis import given
from hypothesis import strategies as st

from conformance.pipeline.bisect import Bisection, State, next_places
from conformance.pipeline.each_release import introduced


def searched(truth: list[State]) -> tuple[Bisection, int]:
    """The search among releases with these states when it has ended, and the number of releases looked at."""
    search, looked = Bisection(len(truth)), 0
    while (place := search.next) is not None:
        search.states[place] = truth[place]
        looked += 1
    return search, looked


@given(st.integers(0, 40), st.integers(0, 40))
def test_the_first_release_with_a_change_is_found_in_logarithmic_steps(without: int, having: int) -> None:
    truth: list[State] = [*[False] * without, *[True] * having]
    search, looked = searched(truth)

    assert search.all_states() == truth
    assert looked <= ceil(log2(len(truth) + 1)) if truth else looked == 0


@given(st.lists(st.sampled_from([True, False, None]), max_size=12))
def test_no_release_is_blamed_while_an_unknown_one_before_it_may_have_the_change(truth: list[State]) -> None:
    names = [str(place) for place in range(len(truth) + 1)]
    search, _ = searched(truth)
    found = introduced([*search.all_states(), True], names)

    if found:
        place = int(found)
        assert [*truth, True][place]
        assert place == 0 or truth[place - 1] is False


def test_the_release_that_most_searches_need_comes_first() -> None:
    early = Bisection(9, {4: True})
    late = Bisection(9, {4: False})

    assert next_places([early, late, Bisection(9, {4: False}), Bisection(0)]) == [7, 2]
