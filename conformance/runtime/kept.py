"""Whether a returned value holds what a server sent, as it came.

The declared type plays no part: a value that the type does not expect has to be kept, too.
"""

from __future__ import annotations

import datetime as dt
import enum
import uuid
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.model import Model
from conformance.exchange.json_equality import parse_instant, same_json

WIDTH: Final = 60  # characters of one value
_MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class Change:
    """A place of a value that does not hold what was sent.

    It is `harmless` if the value is equal by value, such as 1 for `true` or 12 for `"12"`, or the place is absent from
    both: whether that is right is a matter of opinion.
    """

    text: str
    harmless: bool = False


class KeptComparer:
    """Compares values with what was sent; `models` are those of the SDK by the name that `relative` gives a class."""

    def __init__(self, models: Mapping[str, Model], relative: Callable[[type], str]) -> None:
        self.models, self.relative = models, relative

    def changes(self, value: Any, sent: Any, path: str = "") -> Iterator[Change]:
        """Every place that does not hold what was sent: `created_at: 5 → 1970-01-01 00:00:05+00:00`."""
        model = self.models.get(self.relative(type(value)))
        if model is not None:
            yield from self._of_model(value, model, sent, path)
        elif isinstance(value, dict) and isinstance(sent, dict):
            for key, item in sent.items():
                yield from self._of_part(value.get(key, _MISSING), item, f"{path}.{key}")
        elif isinstance(value, list) and isinstance(sent, list) and len(value) == len(sent):
            for held, item in zip(value, sent, strict=True):
                yield from self.changes(held, item, f"{path}.[]")
        elif not _is_same(value, sent):
            yield Change(_text(path, _short(sent), _short(value)), harmless=_is_equal_by_value(value, sent))

    def hidden(self, value: Any, sent: Any) -> list[str]:
        """The attributes and methods of a model's class that a field of the response replaces in the instance."""
        model = self.models.get(self.relative(type(value)))
        if model is None or not isinstance(sent, dict):
            return []
        fields = {field.name for field in model.fields}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some attributes of pydantic are deprecated
            return sorted(
                key
                for key, item in sent.items()
                if key not in fields and hasattr(type(value), key) and getattr(value, key, None) == item
            )

    def _of_model(self, value: Any, model: Model, sent: Any, path: str) -> Iterator[Change]:
        if not isinstance(sent, dict):
            yield Change(_text(path, _short(sent), model.class_name))
            return
        fields = {field.wire_name: field.name for field in model.fields}
        own, extra = value.__dict__, getattr(value, "__pydantic_extra__", None) or {}
        for key, item in sent.items():
            held = own.get(fields[key], _MISSING) if key in fields else extra.get(key, own.get(key, _MISSING))
            if key in fields or model.keeps_unknown:
                yield from self._of_part(held, item, f"{path}.{key}")
        for wire_name, name in fields.items():
            if wire_name not in sent and name not in own:
                yield Change(_text(f"{path}.{wire_name}", "absent", "no attribute"), harmless=True)

    def _of_part(self, held: Any, item: Any, path: str) -> Iterator[Change]:
        if held is _MISSING:
            yield Change(_text(path, _short(item), "nothing"))
        else:
            yield from self.changes(held, item, path)


def _is_same(value: Any, sent: Any) -> bool:
    if isinstance(value, enum.Enum):
        value = value.value
    if isinstance(value, dt.datetime):
        return isinstance(sent, str) and value.tzinfo is not None and value == parse_instant(sent)
    if isinstance(value, dt.date | dt.time):
        return isinstance(sent, str) and value.isoformat() == sent
    return str(value) == sent if isinstance(value, uuid.UUID) else same_json(sent, value)


def _is_equal_by_value(value: Any, sent: Any) -> bool:
    if isinstance(value, int | float) and isinstance(sent, str):
        try:
            return not isinstance(value, bool) and float(sent) == value
        except ValueError:
            return False
    return isinstance(value, int | float) and isinstance(sent, int | float) and value == sent


def _text(path: str, sent: str, held: str) -> str:
    return f"{path.removeprefix('.') or 'the value'}: {sent} → {held}"


def _short(value: Any) -> str:
    text = "nothing" if value is None else str(value) if isinstance(value, dt.datetime | dt.date) else repr(value)
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 3]}..."
