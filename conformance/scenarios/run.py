"""Runs all programs of a target in the imported SDK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from conformance.scenarios.approved import Lines, outcome_lines
from conformance.scenarios.load import ScenarioStep, load_scenarios
from conformance.scenarios.outcome import Outcome
from conformance.scenarios.snippet_runner import SnippetRunner
from conformance.targets.client import Sdk

_LINKER_TEXTS: Final = ("cannot open shared object file", "Library not loaded", "DLL load failed")  # by system


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
    """Run every program of the SDK's target. Raises TargetError: their file is invalid.

    A program that ends because this machine lacks a shared library is left out: that says nothing about the SDK.
    """
    runner = SnippetRunner(sdk)
    runs = (
        HelperRun(step=step, outcome=runner.run(step.snippet), approved=(approved or {}).get(step.name))
        for step in load_scenarios(sdk.target)
    )
    return Helpers(runs=tuple(run for run in runs if not _lacks_library(run.outcome)))


def _lacks_library(outcome: Outcome) -> bool:
    """Whether a compiled module could not be loaded, such as that of OpenCV where there is no libGL."""
    return outcome.raised.startswith("ImportError: ") and any(text in outcome.raised for text in _LINKER_TEXTS)
