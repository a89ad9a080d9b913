"""Property search: generates many values and shrinks each one that shows a finding.

Every finding is an exception type of its own, so that Hypothesis distinguishes and shrinks them separately.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Generic, TypeVar
from unittest import mock

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.internal.conjecture import providers

if sys.version_info < (3, 11):
    from exceptiongroup import BaseExceptionGroup  # Hypothesis brings it

T = TypeVar("T")
DRAWN: Final = 3  # values that are generated for one
MAX_ROUNDS: Final = 5  # of shrinking; findings left after that keep their first value


def use_reproducible_draws() -> None:
    """In this process, let a seed generate the same values whatever else is imported."""
    for replacement in _reproducible_draws():
        replacement.start()


def _reproducible_draws() -> list[Any]:
    """The replaced parts: Hypothesis mixes constants of imported modules into its values, without a setting."""
    return [
        mock.patch.object(providers.HypothesisProvider, "_local_constants", type(providers.GLOBAL_CONSTANTS)()),
        mock.patch.object(providers, "CONSTANTS_CACHE", type(providers.CONSTANTS_CACHE)(1024)),  # forget cached ones
    ]


def draw_one(strategy: st.SearchStrategy[T], seed_value: int) -> T:
    """One value of a strategy, the same for the same seed: not the first, which is always the simplest."""
    values: list[T] = []

    def keep(value: T) -> tuple[str, ...]:
        values.append(value)
        return ()

    with ExitStack() as stack:  # the process has tests of its own, which keep their values
        for replacement in _reproducible_draws():
            stack.enter_context(replacement)
        property_search(strategy, keep, examples=DRAWN, seed_value=seed_value)
    return values[-1]


def derived_seed(*parts: object) -> int:
    """A seed that depends only on the parts, not on the order in which operations run."""
    return int.from_bytes(hashlib.sha256("\0".join(map(str, parts)).encode()).digest()[:8], "big")


class FindingRaised(Exception):
    """A value shows a finding; each finding has a subclass."""


@cache
def _exception_for(identity: str) -> type[FindingRaised]:
    return type("FindingRaised", (FindingRaised,), {"identity": identity})


@dataclass(frozen=True, slots=True)
class SearchResult(Generic[T]):
    """How many values were judged, and the smallest value of each new finding."""

    judged: int
    smallest: Mapping[str, T]


def property_search(
    strategy: st.SearchStrategy[T],
    judge: Callable[[T], Collection[str]],
    *,
    examples: int,
    seed_value: int,
    known: Collection[str] = (),
) -> SearchResult[T]:
    """Generate up to `examples` values and pass each to `judge`, which returns the identities of its findings.

    Findings that are not in `known` are shrunk.
    """
    found, judged = set(known), 0
    smallest: dict[str, T] = {}

    def test(value: T) -> None:
        nonlocal judged
        judged += 1
        for identity in sorted(judge(value)):
            if identity not in found:
                smallest[identity] = value  # Hypothesis replays the smallest one last
                raise _exception_for(identity)

    run = settings(
        max_examples=examples, database=None, deadline=None, derandomize=False, print_blob=False,
        phases=[Phase.generate, Phase.shrink], verbosity=Verbosity.quiet, suppress_health_check=list(HealthCheck),
        report_multiple_bugs=True,
    )(seed(seed_value)(given(strategy)(test)))  # fmt: skip
    for _ in range(MAX_ROUNDS):
        try:
            run()
        except FindingRaised as raised:
            found.add(raised.identity)  # type: ignore[attr-defined]
        except Flaky:  # a real server need not repeat itself: the finding keeps its first value
            break
        except BaseExceptionGroup as group:
            found.update(_identities(group))
        else:
            break
    return SearchResult(judged, smallest)


def _identities(group: Any) -> set[str]:
    identities: set[str] = set()
    for error in group.exceptions:
        if not isinstance(error, FindingRaised):
            raise error
        identities.add(error.identity)  # type: ignore[attr-defined]
    return identities
