"""The sync and the async client return different values for the same response.

Why it matters
    Both are documented as one API; code that moves from one to the other must not change what it gets.

Conforming
    equal models

Violating
    a model from one and a dict from the other
"""

from __future__ import annotations

from conformance.checks.prelude import CallGroup, Exchange, Fact, Facts, Severity, Source, check
from conformance.exchange.differences import sentence, value_differences


@check(
    family="parity",
    judges=CallGroup,
    select=lambda group: group.client_pairs,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.TWIN),
    needs="both clients",
)
def async_result_differs(pairs: list[tuple[Exchange, Exchange]]) -> Facts:
    for left, right in pairs:
        if left.raised is None and right.raised is None and left.value != right.value:
            label = left.scripted.label
            part = "" if left.scripted.conforming else label
            found = tuple(value_differences(left.value, right.value, "result"))
            text = sentence(found) or f"{left.value!r:.200} → {right.value!r:.200}"
            yield Fact(
                message=f"response `{label}`: sync → async: {text}",
                part=part,
                exchange=right,
                compared_to=left,
                sides=("sync", "async"),
                differences=found,
            )
