"""Runs all programs of a target in the imported SDK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conformance.scenarios.approved import Lines, outcome_lines
from conformance.scenarios.load import ScenarioStep, load_scenarios
from conformance.scenarios.outcome import Outcome
from conformance.scenarios.snippet_runner import SnippetRunner
from conformance.targets.client import Sdk


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperRun:
    """One program, its outcome, and the lines that were approved for it, None where it was not run then."""

    step: ScenarioStep
    outcome: Outcome
    approved: Lines | None = None

    @property
    def lines(self) -> Lines:
        """The outcome, as it is approved."""
        return outcome_lines(self.outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpers:
    """All programs of a target as they ran."""

    runs: tuple[HelperRun, ...]

    @property
    def outcomes(self) -> dict[str, Lines]:
        """The lines to be approved, by the name of the program."""
        return {run.step.name: run.lines for run in self.runs}


def run_scenarios(sdk: Sdk, approved: Mapping[str, Lines] | None = None) -> Helpers:
    """Run every program of the SDK's target. Raises TargetError: their file is invalid."""
    runner = SnippetRunner(sdk)
    return Helpers(
        runs=tuple(
            HelperRun(step=step, outcome=runner.run(step.snippet), approved=(approved or {}).get(step.name))
            for step in load_scenarios(sdk.target)
        )
    )
