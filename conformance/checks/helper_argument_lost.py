"""An argument of a helper does not reach the wire.

Why it matters
    The helper accepts it, and the server never learns of it: the result is that of another request than the caller has
    written.

Conforming
    `project.get_paginated_tasks(page=41)` -> `GET /api/tasks?page=41`

Violating
    `project.get_paginated_tasks(page=41)` -> `GET /api/tasks?page=1`
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
    needs="scenarios with arguments that have to be sent",
    applies=lambda helpers: any(run.step.arguments for run in helpers.runs),
)
def helper_argument_lost(helpers: Helpers) -> Facts:
    hits = []
    for run in helpers.runs:
        sent = "; ".join(run.outcome.requests)
        lost = [text for text in run.step.arguments if text not in sent]
        if lost and run.outcome.succeeded:
            hits.append((run, f"{', '.join(map(repr, lost))} is not in what was sent: {sent or 'nothing'}"))
    yield from facts_by_scenario(hits)
