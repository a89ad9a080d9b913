"""The results of a target's scenarios: one fact for each scenario, however many of its cases show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from conformance.change import Snippet
from conformance.upgrade.code.excerpt import first_line, limited
from conformance.upgrade.pair import ReleasePair, ScenarioResult
from conformance.upgrade.rule import Fact
from conformance.upgrade.source.api import Api

_MAX_NAMES: Final = 240  # characters of case names in a message


def scenario_facts(
    pair: ReleasePair,
    is_affected: Callable[[ScenarioResult], bool],
    effect: str,
    trial: Snippet | None,
    migration: str = "",
) -> Iterator[Fact]:
    """One fact for each scenario with affected cases. `effect` ends the message; the shortest case is the example.

    What only one release has is added or removed, whatever the other one does without it.
    Where all cases end alike on both sides, the message says that their requests differ.
    """
    groups: dict[tuple[str, str], list[ScenarioResult]] = {}
    for result in pair.scenarios:
        if is_affected(result) and _declares(pair.old.api, result.subject) == _declares(pair.new.api, result.subject):
            groups.setdefault((result.subject, result.group), []).append(result)
    for (subject, group), cases in groups.items():
        first = min(cases, key=lambda result: (len(result.code), result.case))
        short = ".".join(subject.split(".")[-2:])
        effect_of_all = "it sends other requests" if all(case.same_end for case in cases) else effect
        names = _names([first_line(result.case) for result in cases if result.case])
        yield Fact(
            subject=subject,
            part=group,
            message=f"`{short}`, {group}{f' ({names})' if names else ''}: {effect_of_all}.",
            before=first.old,
            after=first.new,
            migration=migration,
            trial=None if trial is None else replace(trial, code=first.code, responses=first.responses),
            files=tuple(sorted(set(_files(pair, subject)))),
        )


def _declares(api: Api, subject: str) -> bool:
    """Whether a release declares what a scenario tests: a definition, a member of a class, or an operation."""
    owner, _, name = subject.rpartition(".")
    return subject in api.definitions or subject in api.operations or name in api.members(owner)


def _names(cases: Sequence[str]) -> str:
    """As many cases as fit; the rest is a number."""
    ends = [len(", ".join(cases[:count])) for count in range(1, len(cases) + 1)]
    return limited(cases, max(sum(end <= _MAX_NAMES for end in ends), 1))


def _files(pair: ReleasePair, subject: str) -> Iterator[str]:
    """The file that defines the subject, if it changed. Helpers that it calls have changes of their own."""
    steps = subject.split(".")
    for side in (pair.old, pair.new):
        modules = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
        found = next((side.api.modules[name].file for name in modules if name in side.api.modules), "")
        if found and pair.old.contents.files.get(found) != pair.new.contents.files.get(found):
            yield found
