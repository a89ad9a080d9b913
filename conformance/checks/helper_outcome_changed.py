"""A helper does something else than was approved.

Why it matters
    Helpers send no requests of their own that a contract could state, or several: what they return, raise and send is
    known only from running them.

Conforming
    `LabelInterface(config).to_json_schema()` returns the schema that was approved

Violating
    its schema lacks a property, or it raises KeyError
"""

from __future__ import annotations

from conformance.checks.helper_views import facts_by_change
from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.scenarios.run import Helpers


@check(
    family="helper",
    judges=Helpers,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="scenarios with approved outcomes",
    applies=lambda helpers: any(run.approved is not None for run in helpers.runs),
)
def helper_outcome_changed(helpers: Helpers) -> Facts:
    changed = [run for run in helpers.runs if run.approved is not None and run.approved != run.lines]
    yield from facts_by_change(changed)
