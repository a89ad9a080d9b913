"""Explore: draw many values, and where something is found, the smallest value that shows it.

Every finding is an exception type of its own, so that Hypothesis keeps them apart and shrinks each by itself.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Generic, TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.internal.conjecture import providers

if sys.version_info < (3, 11):
    from exceptiongroup import BaseExceptionGroup  # Hypothesis brings it

T = TypeVar("T")
MOST_SHRINKS_AT_ONCE: Final = 5  # rounds of making findings smaller; what is left then is kept as first seen


def use_reproducible_draws() -> None:
    """For this process: the same seed draws the same values whatever else is imported.

    Hypothesis mixes constants from the source files of the modules that happen to be imported into what it draws, and
    offers no setting against it.
    """
    providers.HypothesisProvider._local_constants = type(providers.GLOBAL_CONSTANTS)()  # type: ignore[assignment]  # noqa: SLF001
    providers.CONSTANTS_CACHE = type(providers.CONSTANTS_CACHE)(1024)  # forgets what it knows of them


def derived_seed(*parts: object) -> int:
    """A seed for one operation: independent of the order in which operations run."""
    return int.from_bytes(hashlib.sha256("\0".join(map(str, parts)).encode()).digest()[:8], "big")


class FindingRaised(Exception):
    """Something was found; subclasses stand for one finding each."""


@cache
def _seen(identity: str) -> type[FindingRaised]:
    return type("Seen", (FindingRaised,), {"identity": identity})


@dataclass(frozen=True, slots=True)
class SearchResult(Generic[T]):
    """What an exploration gave: how many values were judged, and the smallest value of each new finding."""

    judged: int
    smallest: Mapping[str, T]


def property_search(
    strategy: st.SearchStrategy[T],
    judge: Callable[[T], Collection[str]],
    *,
    examples: int,
    seed_value: int,
    old: Collection[str] = (),
) -> SearchResult[T]:
    """Draw up to `examples` values and hand each to `judge`, which gives the identities of what it found.

    What is not in `old` is made smaller.
    """
    known, judged = set(old), 0
    smallest: dict[str, T] = {}

    def test(value: T) -> None:
        nonlocal judged
        judged += 1
        for identity in sorted(judge(value)):
            if identity not in known:
                smallest[identity] = value  # Hypothesis replays the smallest one last
                raise _seen(identity)

    run = settings(
        max_examples=examples, database=None, deadline=None, derandomize=False, print_blob=False,
        phases=[Phase.generate, Phase.shrink], verbosity=Verbosity.quiet, suppress_health_check=list(HealthCheck),
        report_multiple_bugs=True,
    )(seed(seed_value)(given(strategy)(test)))  # fmt: skip
    for _ in range(MOST_SHRINKS_AT_ONCE):
        try:
            run()
        except FindingRaised as seen:
            known.add(seen.identity)  # type: ignore[attr-defined]
        except Flaky:  # what a real server did once need not come again: it is kept as first seen
            break
        except BaseExceptionGroup as group:
            known.update(_identities(group))
        else:
            break
    return SearchResult(judged, smallest)


def _identities(group: Any) -> set[str]:
    found: set[str] = set()
    for error in group.exceptions:
        if not isinstance(error, FindingRaised):
            raise error
        found.add(error.identity)  # type: ignore[attr-defined]
    return found
