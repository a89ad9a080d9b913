"""The sync and the async client raise different errors, or only one of them raises.

Why it matters
    An `except` clause that works with one client does not catch the other one's error.

Conforming
    NotFoundError from both

Violating
    NotFoundError from one, ApiError from the other
"""

from __future__ import annotations

from conformance.checks.prelude import CallGroup, Exchange, Fact, Facts, Severity, Source, check


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
        difference = _difference(left, right)
        if difference:
            label = left.scripted.label
            yield Fact(message=f"response `{label}`: {difference}", part=label, exchange=right, compared_to=left)


def _difference(left: Exchange, right: Exchange) -> str:
    """How the outcomes differ; "" where they do not."""
    one, other = left.raised, right.raised
    if (one.name if one else "") != (other.name if other else ""):
        return f"sync {one.text if one else 'returns'}, async {other.text if other else 'returns'}"
    if one and other and (one.status, one.body) != (other.status, other.body):
        return f"sync {one.text:.200}, async {other.text:.200}"
    return ""
