"""Methods that take the parts of their request as one model: called with the fields of the model as arguments."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

_PLACES: Final = ("path", "query", "header")


def packed_model(function: Callable[..., Any], argument: str) -> Any:
    """The model of an argument, if its fields say in which part of the request they are sent; None otherwise."""
    if not argument:
        return None
    try:
        annotation = typing.get_type_hints(function).get(argument)
    except Exception:  # noqa: BLE001  # a name may lead to a module that is imported now, and fails as it likes
        return None
    return next((member for member in (annotation, *typing.get_args(annotation)) if _is_packed(member)), None)


def _is_packed(model: Any) -> bool:
    metadata = [item for field in getattr(model, "model_fields", {}).values() for item in field.metadata]
    return any(getattr(item, place, None) for item in metadata for place in _PLACES)


def unpacked(bound: Any, argument: str) -> Any:
    """The method, taking the fields of its packed argument as arguments; the method itself if it has none."""
    model = packed_model(bound, argument)
    if model is None:
        return bound
    is_required = inspect.signature(bound).parameters[argument].default is inspect.Parameter.empty

    @wraps(bound)
    def call(**given: Any) -> Any:
        own = {name: value for name, value in given.items() if name in model.model_fields}
        others = {name: value for name, value in given.items() if name not in own}
        return bound(**others, **({argument: own} if own or is_required else {}))

    vars(call)["__self__"] = bound.__self__
    return call
