"""Shared by the checks of models as objects: one fact for each cause, however many models show it.

A function that models share is at fault where an exception comes from it, where all models that have it differ, or
where at least half of the models that were used in this way do. Otherwise it is each model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from conformance.checks.check import Fact
from conformance.checks.origin import InFunction, InModel
from conformance.finding import PACKAGE
from conformance.models.case import ModelObjects, ModelUse, Place, Topic
from conformance.occurrence import CORE, Occurrence
from conformance.text import counted

FEWEST: Final = 5  # models that show what a shared function does, unless all do
SHARE: Final = 0.5  # of the models that are used in one way
NAMED: Final = 2  # uses in a message
Key = tuple[str, str]  # the place of a finding: its subject and part


def model_facts(models: ModelObjects, topic: Topic) -> Iterator[Fact]:
    """One fact for each cause, with every way of use that shows it."""
    causes: dict[Key, list[ModelUse]] = {}
    places: dict[Key, Place] = {}
    for group in _by_use(models.about(topic)):
        wrong = [use for use in group if use.outcome]
        shared = _is_shared(len({use.model for use in wrong}), len({use.model for use in group}))
        for use in wrong:
            place = _raising_place(use, wrong) or _common_place(use, group) or (_base(use, wrong) if shared else None)
            if place is not None and use.base is None and place.name.startswith(f"{use.model.rpartition('.')[0]}."):
                place = None  # a function of the model's own module
            key = (use.model, use.field) if place is None else (CORE, place.name)
            causes.setdefault(key, []).append(use)
            if place is not None:
                places[key] = place
    for (subject, part), uses in causes.items():
        yield _fact(subject, part, uses, places.get((subject, part)))


def _by_use(uses: Sequence[ModelUse]) -> list[list[ModelUse]]:
    groups: dict[str, list[ModelUse]] = {}
    for use in uses:
        groups.setdefault(use.use, []).append(use)
    return list(groups.values())


def _is_shared(wrong: int, judged: int) -> bool:
    return wrong > 1 and (wrong == judged or wrong >= max(FEWEST, SHARE * judged))


def _raising_place(use: ModelUse, wrong: Sequence[ModelUse]) -> Place | None:
    """The function that raises for several models."""
    place = use.outcome.raised_in
    if place is None or place.code is None:
        return None
    models = {other.model for other in wrong if other.outcome.raised_in and other.outcome.raised_in.code is place.code}
    return place if len(models) > 1 else None


def _common_place(use: ModelUse, group: Sequence[ModelUse]) -> Place | None:
    """The function of a use, if several models have it and all of them differ."""
    same = [other for other in group if other.place.code is use.place.code]
    is_common = use.place.code is not None and len({other.model for other in same}) > 1
    return use.place if is_common and all(other.outcome for other in same) else None


def _base(use: ModelUse, wrong: Sequence[ModelUse]) -> Place:
    """The function or class that the models that differ have in common."""
    has_one_place = len({other.place.name for other in wrong}) == 1
    return use.place if use.base is None or has_one_place else use.base


def _fact(subject: str, part: str, uses: Sequence[ModelUse], place: Place | None) -> Fact:
    first = uses[0]
    models = sorted({use.model for use in uses})
    names = list(dict.fromkeys(use.use for use in uses))
    more = f" and {counted(len(names) - NAMED, 'other use')}" if len(names) > NAMED else ""
    scope = f" In {counted(len(models), 'class')}." if len(models) > 1 else ""
    scope = scope.replace("classs", "classes")
    field = f".{first.field}" if first.field and subject == CORE else ""
    example = f"`{first.model.rpartition('.')[2]}{field}`, {first.use}: {first.outcome.text}"
    listed = f"{', '.join(names[:NAMED])}{more}; first: " if len(names) > 1 else ""
    message = f"{listed}{example}.{scope}"
    origin = InModel(subject, part, declared=True) if place is None else None
    if place is not None and place.code is not None:
        return _at(subject, part, message, names, InFunction(place.code))
    return _at(subject, part, message, names, origin)


def _at(subject: str, part: str, message: str, names: Sequence[str], origin: InFunction | InModel | None) -> Fact:
    return Fact(
        message=message,
        subject=subject,
        part=part,
        origin=origin,
        occurrences=tuple(Occurrence(operation=PACKAGE, part=name) for name in sorted(names)),
    )
