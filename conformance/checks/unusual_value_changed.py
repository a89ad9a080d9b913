"""An unusual value of an argument is dropped or becomes another one in the request.

Why it matters
    The call succeeds, and the server has stored or searched for something else: another moment, another number.

Conforming
    a datetime of New York in summer is sent with the offset of summer

Violating
    it is sent with the offset that New York has today
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.argument_values import text_at
from conformance.runtime.case import Runtime
from conformance.runtime.situation import GivenValue


def _message(value: GivenValue, seen: Seen) -> str:
    found = text_at(seen.observation.requests[0], value)
    return f"`{value.parameter}` is {value.make()!r} ({value.label}), the request has {found}."


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="arguments that are sent",
)
def unusual_value_changed(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=f"{value.label} in {value.zone}" if value.zone else value.label,
                message=_message(value, seen),
                seen=seen,
            )
            for seen in observed(runtime)
            if (value := seen.case.situation.given) is not None
            and value.arrives is not None
            and seen.observation.requests
            and not value.arrives(seen.observation.requests[0])
        ),
    )
