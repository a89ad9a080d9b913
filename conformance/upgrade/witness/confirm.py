"""Tries the snippets of changes on both releases and gives each change its witness. Imports no SDK.

A breaking change whose snippet does not show it becomes risky, and its witness says why. A change whose snippet was not
tried, because a release was not run or there is no type checker, keeps the impact of its rule and stays unconfirmed: a
verdict does not depend on the installed tools.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from conformance.change import Change, Difference, Impact, Snippet, Tier, Witness
from conformance.scenarios.outcome import Outcome, ScriptedSnippet
from conformance.targets.target import Target
from conformance.text import strip_modules
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.typecheck import NotChecked
from conformance.upgrade.witness.outcome_text import outcome_texts, truncate
from conformance.upgrade.witness.programs import render_program
from conformance.upgrade.witness.scripted_exchange import exchange_program, script_snippets, snippet_operation
from conformance.upgrade.witness.trial_runner import TrialRunner

NO_ERROR: Final = Outcome()
Sides = tuple[Outcome, Outcome]


def confirm_changes(
    changes: Iterable[Change], pair: ReleasePair, target: Target, old: TrialRunner, new: TrialRunner
) -> list[Change]:
    """The changes with their witnesses, in the same order.

    All snippets are tried on both releases; one run of the type checker per release reads all those that are type
    checked. Differences between exchanges and between the files of the distributions need no trial. A witness that a
    rule gave is kept.
    """
    changes = list(changes)
    trials = _Trials(pair, target, old, new, [change.trial for change in changes if change.trial is not None])
    return [trials.confirm(change) for change in changes]


def why_not_shown(trial: Snippet, old: Outcome, new: Outcome) -> str:
    """Why the two outcomes do not show the expected effect; "" where they do."""
    if trial.expects == "works":
        if old.succeeded:
            return "the code works on the old release, too"
        return "" if new.succeeded else f"the code fails on the new release, too: {truncate(new.ending)}"
    if not old.succeeded:
        return f"the code fails on the old release, too: {truncate(old.ending)}"
    if trial.expects == "fails":
        return "the code works on the new release, too" if new.succeeded else ""
    return "the code does the same on both releases" if old.facets == new.facets else ""


class _Trials:
    """The trials of one upgrade, each made once on each side."""

    def __init__(
        self, pair: ReleasePair, target: Target, old: TrialRunner, new: TrialRunner, trials: Sequence[Snippet]
    ) -> None:
        self.pair, self.target, self.runners = pair, target, (old, new)
        unique = list(dict.fromkeys(trials))
        self.scripted = script_snippets((trial for trial in unique if trial.by == "run"), pair)
        self.modules = list(dict.fromkeys(trial.code for trial in unique if trial.by == "types"))
        self.stopped = False
        with ThreadPoolExecutor(4) as pool:
            try:
                ran = [pool.submit(self._run_all, runner) for runner in self.runners]
                read = [pool.submit(self._type_check_all, runner) for runner in self.runners]
                self.run_outcomes = [future.result() for future in ran]
                self.type_outcomes = [future.result() for future in read]
            finally:
                self.stopped = True  # after an interruption the rest is not worth waiting for

    def _run_all(self, runner: TrialRunner) -> Mapping[Snippet, Outcome]:
        outcomes: dict[Snippet, Outcome] = {}
        for trial, scripted in self.scripted.items():
            if self.why_idle or self.stopped:
                break
            outcomes[trial] = runner.run_snippet(scripted)
        return outcomes

    @property
    def why_idle(self) -> str:
        """Why nothing is run; "" where both releases can run. One release alone shows nothing."""
        return next((runner.why_idle for runner in self.runners if runner.why_idle), "")

    def _type_check_all(self, runner: TrialRunner) -> Mapping[str, Outcome] | NotChecked:
        try:
            errors = runner.check_types(self.modules) if self.modules else []
        except NotChecked as why:
            return why
        outcomes = [Outcome(stopped="; ".join(error)) for error in errors]
        return dict(zip(self.modules, outcomes, strict=True))

    def confirm(self, change: Change) -> Change:
        """The change with its witness, and with a lower impact where the witness does not confirm it."""
        if change.witness is not None:
            return change
        witness = None if change.trial is None else self._trial_witness(change.trial)
        if (witness is None or not witness.confirmed) and change.difference is not None:
            witness = self._exchange_witness(change.difference)
        witness = witness or self._inspection_witness(change)
        if witness is None:
            return change
        refuted = change.impact is Impact.BREAKING and not witness.confirmed and self._was_tried(change.trial)
        return replace(change, witness=witness, impact=Impact.RISKY if refuted else change.impact)

    def _was_tried(self, trial: Snippet | None) -> bool:
        """The trial was made, or no snippet exists: False where only the means to try one were missing."""
        if trial is None:
            return True
        if trial.by == "types":
            return not any(isinstance(outcomes, NotChecked) for outcomes in self.type_outcomes)
        return not self.why_idle

    def _trial_witness(self, trial: Snippet) -> Witness:
        return self._type_witness(trial) if trial.by == "types" else self._run_witness(trial)

    def _exchange_witness(self, difference: Difference) -> Witness:
        program = exchange_program(difference, self.pair, self.target)
        return Witness(
            program=program,
            by="exchange",
            old=strip_modules(difference.before),
            new=strip_modules(difference.after),
            confirmed=True,
        )

    def _inspection_witness(self, change: Change) -> Witness | None:
        if change.tier in {Tier.WIRE, Tier.BEHAVIOUR}:
            return Witness(program="", by="exchange", old=change.before, new=change.after, confirmed=True)
        if change.tier in {Tier.PACKAGING, Tier.FILES}:
            return Witness(program="", by="inspection", old=change.before, new=change.after, confirmed=True)
        if change.impact.rank > Impact.RISKY.rank:
            return None
        why = "no snippet is known that would show it"
        return Witness(program="", by="inspection", old=change.before, new=change.after, confirmed=False, why_not=why)

    def _type_witness(self, trial: Snippet) -> Witness:
        failed = next((outcomes for outcomes in self.type_outcomes if isinstance(outcomes, NotChecked)), None)
        if failed is not None:
            return Witness(program=trial.code, by="types", old="", new="", confirmed=False, why_not=str(failed))
        old, new = (
            NO_ERROR if isinstance(outcomes, NotChecked) else outcomes[trial.code] for outcomes in self.type_outcomes
        )
        why = why_not_shown(trial, old, new)
        before, after = outcome_texts(trial, (old, new))
        return Witness(program=trial.code, by="types", old=before, new=after, confirmed=not why, why_not=why)

    def _run_witness(self, trial: Snippet) -> Witness:
        scripted = self.scripted[trial]
        text = render_program(scripted, self.target, snippet_operation(trial, self.pair))
        if self.why_idle:
            return self._idle_witness(trial, text)
        sides = self.run_outcomes[0][trial], self.run_outcomes[1][trial]
        why = why_not_shown(trial, *sides)
        chance = "" if why else self._why_unstable(trial, scripted, sides)
        if chance:  # random outcomes are left out: no two reports would be equal
            return Witness(program=text, by="run", old="", new="", confirmed=False, why_not=chance)
        before, after = outcome_texts(trial, sides)
        return Witness(program=text, by="run", old=before, new=after, confirmed=not why, why_not=why)

    def _idle_witness(self, trial: Snippet, text: str) -> Witness:
        """The witness of a snippet that was not run. A failing import of the new release confirms itself."""
        old, new = self.runners
        if new.import_error and not old.why_idle and trial.code.strip() == f"import {self.target.package}":
            return Witness(program=text, by="run", old=NO_ERROR.ending, new=new.import_error, confirmed=True)
        return Witness(program=text, by="run", old="", new="", confirmed=False, why_not=self.why_idle)

    def _why_unstable(self, trial: Snippet, scripted: ScriptedSnippet, sides: Sides) -> str:
        """Why a difference proves nothing: the same release did something else the second time."""
        if trial.expects == "differs":
            for runner, before in zip(self.runners, sides, strict=True):
                if runner.run_snippet(scripted) != before:
                    return f"the code does something different on each run on {runner.label}"
        return ""
