"""Whether a call is affected by a change of the arguments that it passes or omits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from conformance.upgrade.source.definitions import Argument, Attribute
from conformance.upgrade.usage.use import Certainty, Use

_BY_POSITION: Final = {"positional", "either"}


def positional_names(accepted: dict[str, Argument | Attribute]) -> list[str]:
    """The names of the arguments that can be passed by position, in order."""
    return [
        name for name, argument in accepted.items() if isinstance(argument, Argument) and argument.kind in _BY_POSITION
    ]


def given_certainty(use: Use, part: str, by_position: Sequence[str]) -> Certainty:
    """Whether a call passes an argument."""
    if part in use.keywords or part in by_position[: use.positional]:
        return "yes"
    return "perhaps" if use.open else "no"


def missing_certainty(use: Use, part: str, by_position: Sequence[str]) -> Certainty:
    """Whether a call omits an argument."""
    if part in use.keywords or part in by_position[: use.positional]:
        return "no"
    return "perhaps" if use.open else "yes"


def kind_certainty(use: Use, part: str, by_position: Sequence[str], still: str) -> Certainty:
    """Whether a call passes an argument in another way than `still`, the text of the ways that are left."""
    if part in use.keywords:
        return "no" if "keyword" in still else "yes"
    if part in by_position[: use.positional]:
        return "no" if "position" in still else "yes"
    return "perhaps" if use.open else "no"


def order_certainty(use: Use, old: Sequence[str], new: Sequence[str]) -> Certainty:
    """Whether a value that a call passes by position reaches another argument."""
    if any(old[at : at + 1] != new[at : at + 1] for at in range(use.positional)):
        return "yes"
    return "perhaps" if use.starred else "no"
