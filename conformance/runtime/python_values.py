"""Objects of Python inside of an argument that takes any JSON: each has one usual form in JSON, or is refused."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import importlib
import pathlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

MOMENT: Final = dt.datetime(2026, 1, 15, 12, 30, 45, 123456, tzinfo=dt.timezone.utc)
MOMENT_TEXTS: Final = (MOMENT.isoformat(), MOMENT.isoformat().replace("+00:00", "Z"))
NAIVE: Final = dt.datetime(2026, 1, 15, 12, 30, 45)  # noqa: DTZ001  # what is sent for it is pinned
IDENTIFIER: Final = uuid.UUID(int=0x1234567890ABCDEF1234567890ABCDEF)


class Colour(enum.Enum):
    """Its members are no texts, and their names differ from their values."""

    RED = "red-value"


@dataclass
class Point:
    """An object with a nested list."""

    x: int
    tags: list[object]


def _model() -> Any:
    """A model of pydantic whose field has another name in JSON; without pydantic, nothing can be one."""
    try:
        pydantic = importlib.import_module("pydantic")
    except ImportError:
        return None
    return pydantic.create_model("Sized", size=(int, pydantic.Field(alias="Size")))(Size=3)


# a label, what makes the value, and its forms in JSON; without one, opinions differ
PYTHON_VALUES: Final[Mapping[str, tuple[Callable[[], Any], tuple[Any, ...]]]] = {
    "a date-time": (lambda: MOMENT, MOMENT_TEXTS),
    "a date": (MOMENT.date, (MOMENT.date().isoformat(),)),
    "a member of an enumeration": (lambda: Colour.RED, (Colour.RED.value,)),
    "a set": (lambda: {"only"}, (["only"],)),
    "a frozen set": (lambda: frozenset({"only"}), (["only"],)),
    "a tuple": (lambda: ("one", None, Colour.RED), (["one", None, Colour.RED.value],)),
    "a generator": (lambda: (number for number in (1, 2)), ([1, 2],)),
    "a dataclass": (lambda: Point(x=0, tags=[""]), ({"x": 0, "tags": [""]},)),
    "a model of pydantic": (_model, ()),
    "a UUID": (lambda: IDENTIFIER, (str(IDENTIFIER),)),
    "a decimal": (lambda: decimal.Decimal("0.10"), ("0.10", 0.1)),
    "a path": (lambda: pathlib.PurePosixPath("a/b.txt"), ("a/b.txt",)),
    "bytes": (lambda: b"\xfb\xff bytes", ()),
    "a time span": (lambda: dt.timedelta(hours=1), ()),
    "keys that are members": (lambda: {Colour.RED: 1}, ({Colour.RED.value: 1},)),
    "keys that are numbers": (lambda: {7: "seven"}, ({"7": "seven"},)),
    "naive dates in collections": (
        lambda: [(NAIVE,), {NAIVE}, frozenset({NAIVE}), (moment for moment in [NAIVE]), Point(x=0, tags=[NAIVE])],
        (),
    ),
    "nested dates": (lambda: [{"at": [MOMENT]}], tuple([{"at": [text]}] for text in MOMENT_TEXTS)),
}
