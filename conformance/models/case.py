"""The values that checks of models judge: each way of use of each model, and how its outcome differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Literal

Topic = Literal[
    "copy", "equality", "fields set", "writing", "option", "date-time", "making", "change", "union", "sent back",
    "error copy", "error text",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A function of the SDK that models share, by its name relative to the package; or a class without its code."""

    name: str
    code: CodeType | None = None


@dataclass(frozen=True, slots=True)
class UseOutcome:
    """The difference of one use, "" for none. `raised_in` is the SDK's innermost function of an exception."""

    text: str = ""
    raised_in: Place | None = None

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """One way of use of one model or error, in all forms. `outcome` is that of the first form that differs, if any.

    `field` is the wire name of the field that it is about, "" for none. `place` is the function that carries the use
    out, `base` what all models share where each has a function of its own.
    """

    topic: Topic
    use: str
    model: str
    place: Place
    outcome: UseOutcome
    field: str = ""
    base: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelObjects:
    """All ways of use of an SDK's models. `left_out` has the models that were not tried, each with the reason."""

    uses: tuple[ModelUse, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)

    def about(self, topic: Topic) -> tuple[ModelUse, ...]:
        """The ways of use that one check judges."""
        return tuple(use for use in self.uses if use.topic == topic)


class UseLog:
    """Collects the ways of use: of each, whether any form of a model differs."""

    def __init__(self) -> None:
        self._uses: dict[tuple[Topic, str, str, str], ModelUse] = {}

    def add(
        self,
        topic: Topic,
        use: str,
        model: str,
        place: Place,
        outcome: UseOutcome,
        field: str = "",
        base: Place | None = None,
    ) -> None:
        """Add the outcome of one form."""
        key = (topic, use, model, field)
        earlier = self._uses.get(key)
        if earlier is None or (outcome and not earlier.outcome):
            self._uses[key] = ModelUse(
                topic=topic, use=use, model=model, place=place, outcome=outcome, field=field, base=base
            )

    def uses(self) -> tuple[ModelUse, ...]:
        """Everything that was added, each once."""
        return tuple(self._uses.values())
