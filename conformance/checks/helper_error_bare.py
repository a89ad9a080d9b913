"""A helper fails inside the SDK with an exception that says nothing to its caller.

Why it matters
    `'NoneType' object is not subscriptable` is no statement about an argument: the helper does not support what it was
    given, or it is broken, and nothing says which.

Conforming
    a configuration that is not supported raises ValueError with its name

Violating
    it raises `AttributeError: 'ControlTag' object has no attribute '_value_class'`
"""

from __future__ import annotations

from typing import Final

from conformance.checks.helper_views import facts_by_scenario
from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.scenarios.run import Helpers

_BARE: Final = frozenset(
    {"TypeError", "AttributeError", "KeyError", "IndexError", "NameError", "UnboundLocalError", "AssertionError",
     "ZeroDivisionError", "RecursionError"}
)  # fmt: skip


@check(
    family="helper",
    judges=Helpers,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="scenarios",
    applies=lambda helpers: bool(helpers.runs),
)
def helper_error_bare(helpers: Helpers) -> Facts:
    yield from facts_by_scenario(
        (run, run.outcome.ending)
        for run in helpers.runs
        if run.outcome.raised.partition(":")[0] in _BARE and not run.step.expected  # another check expects a value
    )
