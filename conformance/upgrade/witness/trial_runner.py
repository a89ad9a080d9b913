"""How snippets are tried on one release: run in a worker, or read by a type checker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from conformance.targets.environment import Environment
from conformance.upgrade.typecheck import check_types
from conformance.upgrade.witness.outcome import Outcome, ScriptedSnippet

# Runs code on one release. Code that ends the worker has an outcome, too.
RunSnippet = Callable[[ScriptedSnippet], Outcome]


@dataclass(frozen=True, slots=True)
class TrialRunner:
    """How code is tried on one release: it is run, and modules are type checked.

    `check` gives the errors of each module, or raises NotChecked. `idle` says why nothing is run, and `broken` with
    which error the SDK cannot be imported where it is that.
    """

    label: str
    run_snippet: RunSnippet
    check_types: Callable[[Sequence[str]], list[list[str]]]
    why_idle: str = ""
    import_error: str = ""


def trial_runner(label: str, environment: Environment, run: RunSnippet | None, broken: str = "") -> TrialRunner:
    """A release's side. Without `run`, or where the SDK cannot be imported, code is only type checked."""
    idle = f"{label} cannot be imported" if broken else "" if run is not None else f"{label} was not run"
    return TrialRunner(label, run or _never_run, lambda modules: check_types(modules, environment), idle, broken)


def _never_run(_: ScriptedSnippet) -> Outcome:
    raise AssertionError("code is run only on a release that is not idle")
