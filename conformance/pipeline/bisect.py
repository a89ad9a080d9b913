"""Which release to look at next, where only running its code shows whether it has a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

State = bool | None  # whether a release has a change; None if that is unknown


@dataclass
class Bisection:
    """The search for the release that introduced one change, among `count` releases; the one after them has it.

    `states` are those of the releases that were looked at, by position. A release between one without the change and
    one with it is looked at until two neighbours are found. A change is taken to stay once it has come: releases after
    one that has it are not looked at.
    """

    count: int
    states: dict[int, State] = field(default_factory=dict)

    @property
    def candidates(self) -> list[int]:
        """The releases that may have introduced the change, and were not looked at."""
        first = max((place for place, state in self.states.items() if state is False), default=-1)
        last = min((place for place, state in self.states.items() if state and place > first), default=self.count)
        return [place for place in range(first + 1, last) if place not in self.states]

    @property
    def next(self) -> int | None:
        """The release to look at; None if no other one has to be."""
        candidates = self.candidates
        return candidates[len(candidates) // 2] if candidates else None

    def all_states(self) -> list[State]:
        """The states of all releases, when the search has ended: those that follow from others included."""
        first = max((place for place, state in self.states.items() if state is False), default=-1)
        return [self.states.get(place, place > first) for place in range(self.count)]


def next_places(searches: Iterable[Bisection]) -> Sequence[int]:
    """The releases that searches have to look at next, most wanted first."""
    wanted = Counter(search.next for search in searches if search.next is not None)
    return sorted(wanted, key=lambda place: (-wanted[place], place))
