"""Copies of one object: by Python's `copy` and `pickle`, and by the methods of pydantic."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from conformance.models.case import UseLog
from conformance.models.objects import HeldObject, ObjectSource
from conformance.models.writing import Writers


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to copy. `attributes` of the class carry it out; a `deep` copy shares no list or dict with the original."""

    name: str
    attributes: tuple[str, ...]
    make: Callable[[Any], Any]
    deep: bool = False


def pickled(value: Any) -> Any:
    """The object that a pickle gives."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301  # it was made on the line


_PICKLING: Final = (
    "__reduce_ex__",
    "__reduce__",
    "__getnewargs_ex__",
    "__getnewargs__",
    "__getstate__",
    "__setstate__",
)
_WAYS: Final = (
    _Way("copy.copy", ("__copy__", *_PICKLING), copy.copy),
    _Way("copy.deepcopy", ("__deepcopy__", *_PICKLING), copy.deepcopy, deep=True),
    _Way("pickle", _PICKLING, pickled, deep=True),
    _Way("model_copy()", ("model_copy", "__copy__"), lambda value: value.model_copy()),
    _Way("model_copy(deep=True)", ("model_copy", "__deepcopy__"), lambda value: value.model_copy(deep=True), deep=True),
    _Way("copy()", ("copy",), lambda value: value.copy()),
)


def copy_uses(source: ObjectSource, held: HeldObject, writers: Writers, log: UseLog) -> None:
    """Make every copy, and compare it with the object."""
    cls = type(held.value)
    for way in _WAYS:
        method = way.name.partition("(")[0] if way.name.endswith(")") else ""
        if method and not callable(getattr(cls, method, None)):
            continue
        difference = source.outcome(lambda way=way: _difference(held, way, writers))  # type: ignore[misc]
        log.add("copy", way.name, held.model.name, source.place_of(cls, *way.attributes), difference)


def _difference(held: HeldObject, way: _Way, writers: Writers) -> str:
    original = held.value
    before = writers.as_dict(original), writers.fields_set(original)
    copied = way.make(original)
    if type(copied) is not type(original):
        return f"is a `{type(copied).__name__}`"
    if copied is original and not writers.is_frozen(held.model):
        return "is the object itself"
    if not repr(copied):
        return "has no representation"
    if writers.as_dict(copied) != before[0]:
        return f"{writers.first_difference(before[0], writers.as_dict(copied))} of the copy"
    if writers.fields_set(copied) != before[1]:
        changed = sorted(before[1] ^ writers.fields_set(copied))
        return f"the copy has other fields that count as set: {', '.join(changed)}"
    return _shared(original, copied) if way.deep else ""


def _shared(original: Any, copied: Any) -> str:
    """A list or dict that both objects hold."""
    extra = getattr(original, "__pydantic_extra__", None) or {}
    own, other = {**vars(original), **extra}, {**vars(copied), **(getattr(copied, "__pydantic_extra__", None) or {})}
    shared = [name for name, value in own.items() if isinstance(value, list | dict) and other.get(name) is value]
    return f"shares `{shared[0]}` with the original" if shared else ""


def error_copies(source: ObjectSource, error: BaseException, judge: Callable[[Any], str], log: UseLog) -> None:
    """Make the copies of an exception; `judge` compares one with the exception."""
    name, base = source.sdk.relative(type(error)), source.sdk.error_classes[0]
    place = source.place_of(type(error), "__reduce__", "__init__")
    body = getattr(error, "body", None)
    for way in _WAYS[:3]:
        if source.outcome(lambda way=way: "" if repr(way.make(body)) == repr(body) else "differs"):  # type: ignore[misc]
            continue  # it is the body's own fault
        outcome = source.outcome(lambda way=way: judge(way.make(error)))  # type: ignore[misc]
        log.add("error copy", way.name, name, place, outcome, base=source.place_of(base, "__reduce__", "__init__"))
