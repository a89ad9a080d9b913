"""Judgement: what testing one operation results in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.checks.check import Check
from conformance.contract.model import Twin
from conformance.extent import Extent
from conformance.finding import PACKAGE, ArgumentCoverage, Coverage, Finding, Reach
from conformance.judging.context import Context
from conformance.judging.fact_collector import FactCollector


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The coverage and the findings of one operation, or of the package."""

    coverage: Coverage
    findings: tuple[Finding, ...]


def build_judgement(
    context: Context,
    collector: FactCollector,
    *,
    checks: Iterable[Check[Any]],
    twins: Iterable[Twin] = (),
    examples: int = 0,
    exchanges: int = 0,
    replayed: int = 0,
    not_replayed: Mapping[str, str] | None = None,
    reach: Reach | None = None,
    arguments: ArgumentCoverage | None = None,
    not_called: str | None = None,
    extents: Mapping[str, Extent] | None = None,
) -> Judgement:
    """The judgement of what a collector holds. `checks` are all checks that could have run.

    `not_called` says why no call was made.
    """
    counts = collector.check_counts
    absent = {
        check.id: not_called or _reason(context, check, collector.operation) for check in checks if not counts[check.id]
    }
    coverage = Coverage(
        operation=collector.operation,
        twins=tuple(twins),
        examples=examples,
        exchanges=exchanges,
        checks=dict(counts),
        not_covered=absent,
        crash=collector.crash,
        reach=reach,
        arguments=arguments,
        replayed=replayed,
        not_replayed=dict(not_replayed or {}),
        not_called=not_called,
        extents=dict(extents or {}),
    )
    return Judgement(coverage=coverage, findings=context.finding_builder.build(collector, context.causes))


def _reason(context: Context, check: Check[Any], operation: str) -> str:
    """Why a check did not run for an operation."""
    if check.family == "contract" and context.approved is None and check.needs == "an approved contract":
        return "this release has no approved contract"
    if check.family == "spec" and context.document is None:
        return "no OpenAPI document was given"
    if check.family == "spec" and operation not in (PACKAGE, *context.specs):
        return "the document does not describe it"
    return f"needs {check.needs}"
