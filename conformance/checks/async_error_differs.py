"""The sync and the async client raise different errors, or only one of them raises.

Why it matters
    An `except` clause that works with one client does not catch the other one's error.

Conforming
    NotFoundError from both

Violating
    NotFoundError from one, ApiError from the other
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.prelude import CallGroup, Exchange, Fact, Facts, Severity, Source, check
from conformance.exchange.differences import SideBySide, sentence, value_differences


@check(
    family="parity",
    judges=CallGroup,
    select=lambda group: group.client_pairs,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.TWIN),
    needs="both clients",
)
def async_error_differs(pairs: list[tuple[Exchange, Exchange]]) -> Facts:
    for left, right in pairs:
        found = tuple(_differences(left, right))
        if found:
            label = left.scripted.label
            yield Fact(
                message=f"response `{label}`: sync → async: {sentence(found)}",
                part=label,
                exchange=right,
                compared_to=left,
                sides=("sync", "async"),
                differences=found,
            )


def _differences(left: Exchange, right: Exchange) -> Iterator[SideBySide]:
    """The differences of the outcomes: whether and what was raised, its status and its body."""
    one, other = left.raised, right.raised
    if (one.name if one else "") != (other.name if other else ""):
        yield SideBySide("outcome", one.text if one else "returns", other.text if other else "returns")
    elif one is not None and other is not None:
        yield from value_differences(one.status, other.status, "status")
        yield from value_differences(one.body, other.body, "body") if one.body != other.body else ()
