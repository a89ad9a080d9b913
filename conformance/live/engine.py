"""Judges the operations of one imported SDK on one server, each by itself. Runs in a worker process.

    cases ─▶ calls ─▶ exchanges ─▶ facts ─▶ findings

Each call is sent once, by one client. The other client and plain dicts get the same responses offline, so that they are
compared exactly and the server handles no more requests than needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from conformance.cassettes.interaction import Interaction
from conformance.checks import checks_of
from conformance.checks.check import Check
from conformance.checks.subjects import Package
from conformance.contract.model import TWINS
from conformance.exchange.token_use import TokenUse
from conformance.finding import PACKAGE
from conformance.judging.fact_collector import FactCollector, crash_text
from conformance.judging.judgement import Judgement, build_judgement
from conformance.judging.subjects import package_of
from conformance.live.case_plan import CasePlan
from conformance.live.context import LiveContext
from conformance.live.token_use import observe_token_use
from conformance.servers.server_wire import BudgetSpent, ServerGone

_TOKEN_CHECKS: Final = checks_of(TokenUse)
# what a server adds to the checks of the package, and why operations are missing
_PACKAGE_CHECKS: Final = tuple(
    check for check in checks_of(Package) if check.family == "spec" or check.id == "client_part_broken"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationResult:
    """The result of judging one operation: the judgement, and the exchanges as interactions."""

    judgement: Judgement
    interactions: tuple[Interaction, ...] = ()


class LiveEngine:
    """Judges the operations of an imported SDK on a server."""

    def __init__(self, live: LiveContext) -> None:
        self.live = live

    def judge_operation(self, path: str) -> OperationResult:
        """Judge one operation on the server; for the package, compare the document with the SDK, and use a token."""
        if path == PACKAGE:
            return OperationResult(judgement=self._judge_package())
        context, collector = self.live.context, FactCollector(path)
        plan = CasePlan(self.live, path, collector)
        try:
            plan.judge_all()
        except BudgetSpent:
            plan.stop("the run has sent as many requests as it may")
        except ServerGone as gone:
            plan.stop(str(gone))
        except Exception as error:  # noqa: BLE001  # a failure of this package is reported with the operation
            collector.crash = collector.crash or crash_text("live engine", error)
        finally:
            plan.clean_up()
        judgement = build_judgement(
            context,
            collector,
            checks=plan.checks,
            twins=plan.expectations,
            examples=plan.examples,
            exchanges=plan.exchanges,
            reach=plan.reach(),
            arguments=plan.arguments(),
        )
        return OperationResult(judgement=judgement, interactions=tuple(plan.interactions))

    def _judge_package(self) -> Judgement:
        collector = FactCollector(PACKAGE)
        collector.run(_PACKAGE_CHECKS, package_of(self.live.context))
        use = None if self.live.server.drift else observe_token_use(self.live)
        if use is not None:
            collector.run(_TOKEN_CHECKS, use)
        checks: tuple[Check[Any], ...] = (*_PACKAGE_CHECKS, *_TOKEN_CHECKS)
        return build_judgement(self.live.context, collector, checks=checks, twins=TWINS)
