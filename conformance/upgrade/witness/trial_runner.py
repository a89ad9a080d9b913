"""How snippets are tried on one release: run in a worker, or read by a type checker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from conformance.scenarios.outcome import Outcome, ScriptedSnippet
from conformance.targets.environment import Environment
from conformance.upgrade.typecheck import check_types

# Runs code on one release. Code that ends the worker has an outcome, too.
RunSnippet = Callable[[ScriptedSnippet], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRunner:
    """How snippets are tried on one release.

    `run_snippet` runs one. `check_types` returns the errors of each module, or raises NotChecked. `why_idle` says why
    nothing is run, and `import_error` why the SDK cannot be imported.
    """

    label: str
    run_snippet: RunSnippet
    check_types: Callable[[Sequence[str]], list[list[str]]]
    why_idle: str = ""
    import_error: str = ""


def trial_runner(label: str, environment: Environment, run: RunSnippet | None, broken: str = "") -> TrialRunner:
    """The runner of a release. Without `run`, or where the SDK cannot be imported, it only type checks."""
    idle = f"{label} cannot be imported" if broken else "" if run is not None else f"{label} was not run"
    return TrialRunner(
        label=label,
        run_snippet=run or _never_run,
        check_types=lambda modules: check_types(modules, environment),
        why_idle=idle,
        import_error=broken,
    )


def _never_run(_: ScriptedSnippet) -> Outcome:
    raise AssertionError("snippets only run on a release that was started")
