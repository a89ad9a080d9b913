"""A helper does not return what its arguments promise.

Why it matters
    The value was worked out from the arguments alone, so it is wrong whatever was approved.

Conforming
    decoding an encoded mask gives the mask

Violating
    decoding an encoded mask gives a mask with a row more
"""

from __future__ import annotations

from conformance.checks.helper_views import facts_by_scenario
from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.scenarios.run import Helpers


@check(
    family="helper",
    judges=Helpers,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="scenarios with an expected value",
    applies=lambda helpers: any(run.step.expected for run in helpers.runs),
)
def helper_result_wrong(helpers: Helpers) -> Facts:
    yield from facts_by_scenario(
        (run, f"expected {run.step.expected}, {run.outcome.ending}")
        for run in helpers.runs
        if run.step.expected and (not run.outcome.succeeded or run.outcome.result != run.step.expected)
    )
