"""A helper returns although the server has refused one of its requests.

Why it matters
    The caller takes what it returns for a result; data is missing, or was not written, and nothing says so.

Conforming
    `project.get_tasks()` raises for a page with the status 500

Violating
    `project.get_tasks()` returns the tasks of the pages before it
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
    needs="scenarios with error responses",
    applies=lambda helpers: any(run.step.refused for run in helpers.runs),
)
def helper_error_hidden(helpers: Helpers) -> Facts:
    yield from facts_by_scenario(
        (run, f"{run.step.refused} is no exception: {run.outcome.ending}")
        for run in helpers.runs
        if run.step.refused and run.outcome.succeeded
    )
