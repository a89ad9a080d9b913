"""What the scenarios of a target showed, gathered: one fact for each scenario, however many of its cases show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from conformance.change import Snippet
from conformance.upgrade.code.excerpt import first_line, limited
from conformance.upgrade.pair import ReleasePair, ScenarioResult
from conformance.upgrade.rule import Fact

ROOM: Final = 240  # characters of cases that are named


def scenario_facts(
    pair: ReleasePair,
    concerns: Callable[[ScenarioResult], bool],
    effect: str,
    trial: Snippet | None,
    migration: str = "",
) -> Iterator[Fact]:
    """One fact for each scenario with cases that are concerned; `effect` ends the sentence, the first case is shown."""
    groups: dict[tuple[str, str], list[ScenarioResult]] = {}
    for tried in pair.scenarios:
        if concerns(tried):
            groups.setdefault((tried.subject, tried.group), []).append(tried)
    for (subject, group), cases in groups.items():
        first = min(cases, key=lambda tried: (len(tried.code), tried.case))
        short = ".".join(subject.split(".")[-2:])
        names = _names([first_line(tried.case) for tried in cases if tried.case])
        yield Fact(
            subject=subject,
            part=group,
            message=f"`{short}`, {group}{f' ({names})' if names else ''}: {effect}.",
            before=first.old,
            after=first.new,
            migration=migration,
            trial=None if trial is None else Snippet(first.code, expects=trial.expects),
            files=tuple(sorted(set(_files(pair, subject)))),
        )


def _names(cases: Sequence[str]) -> str:
    """As many cases as there is room for; the others are counted."""
    ends = [len(", ".join(cases[:count])) for count in range(1, len(cases) + 1)]
    return limited(cases, max(sum(end <= ROOM for end in ends), 1))


def _files(pair: ReleasePair, subject: str) -> Iterator[str]:
    """The file that defines what is concerned, where it changed; helpers that it calls have changes of their own."""
    steps = subject.split(".")
    for side in (pair.old, pair.new):
        modules = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
        found = next((side.api.modules[name].file for name in modules if name in side.api.modules), "")
        if found and pair.old.contents.files.get(found) != pair.new.contents.files.get(found):
            yield found
