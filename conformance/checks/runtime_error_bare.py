"""A situation of the shared client ends in an exception that is neither the SDK's own nor about the connection.

Why it matters
    Code that catches the SDK's errors lets it pass, and the message does not say what is wrong.

Conforming
    an HTML page in place of a token raises the SDK's error with its status

Violating
    it raises `JSONDecodeError`
"""

from __future__ import annotations

from typing import Final

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime

# of Python, and of pydantic where the SDK has it validate arguments
_REFUSALS: Final = frozenset({"TypeError", "ValueError", "ValidationError", "PydanticSerializationError"})


def _is_refusal(seen: Seen) -> bool:
    """Whether the exception refuses an argument that a request cannot express, before it is sent."""
    given, observation = seen.case.situation.given, seen.observation
    refuses = observation.frame.rpartition(" ")[2] in _REFUSALS
    return given is not None and given.may_be_refused and refuses and not observation.requests


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="calls",
)
def runtime_error_bare(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=seen.observation.frame,
                message=f"{seen.observation.outcome} in {seen.observation.frame.split()[0]}.",
                seen=seen,
            )
            for seen in observed(runtime)
            if seen.observation.bare and not seen.observation.endless and not _is_refusal(seen)
        ),
    )
