"""Calls that run at the same time on one client send each other's values, or fail.

Why it matters
    A web application or a thread pool shares one client: one user's data ends up in another user's request.

Conforming
    every request has the header, the query and the body of one call

Violating
    a request has the header of one call and the body of another
"""

from __future__ import annotations

from conformance.checks.prelude import PACKAGE, Fact, Facts, Severity, Source, check
from conformance.runtime.case import ConcurrentCalls, Runtime


@check(
    family="runtime",
    judges=Runtime,
    select=lambda runtime: runtime.concurrent,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.TWIN),
    needs="options of calls that are sent",
)
def concurrent_calls_mixed(concurrent: tuple[ConcurrentCalls, ...]) -> Facts:
    for calls in concurrent:
        mixed = [marks for marks in calls.sent if len(marks) > 1]
        lost = calls.calls - len({marks for marks in calls.sent if len(marks) == 1})
        problems = [
            f"a request has the values of {' and '.join(mixed[0])}" if mixed else "",
            f"{lost} of {calls.calls} calls are not sent as given" if lost and not mixed else "",
            f"a call fails: {calls.errors[0]}" if calls.errors else "",
        ]
        if any(problems):
            found = ", ".join(filter(None, problems))
            yield Fact(
                message=f"Of concurrent calls of `{calls.operation}` by the {calls.twin} client, {found}.",
                part=f"{calls.operation}.{calls.twin}",
                subject=PACKAGE,
            )
