"""Annotations, read from the source."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.contract.annotations import Annotations
from conformance.contract.types import STRING, Type, union
from tests.upgrade.source.vocabulary import INTEGER, NULL, type_of


@pytest.mark.parametrize(
    ("before", "annotation", "expected"),
    [
        ("", "int", INTEGER),
        ("", "'int'", INTEGER),
        ("from __future__ import annotations", "Book | None", union([Type("unknown", name="Book"), NULL])),
        ("import typing as t", "t.Optional[t.List[str]]", union([Type("list", (STRING,)), NULL])),
        ("from typing_extensions import Annotated", "Annotated[int, 'words']", INTEGER),
        ("import typing_extensions", "typing_extensions.Literal['b', 'a']", Type("literal", values=("b", "a"))),
        ("import typing", "typing.Literal[-1, True]", Type("literal", values=(-1, True))),
        ("import datetime as dt", "dt.date", Type("date")),
        ("from pydantic import StrictStr", "StrictStr", STRING),
        ("import pydantic", "pydantic.StrictInt", INTEGER),
        ("from datetime import datetime", "datetime", Type("datetime")),
        ("from typing import Union\nState = Union['Other', None]\nOther = Union[int, str]", "State",
         union([INTEGER, STRING, NULL])),
        ("import typing\nA = typing.List['A']", "A", Type("list", (Type("alias", name="A"),))),
        ("import typing\nFile = typing.Union[typing.IO[bytes], bytes]", "typing.Optional[File]",
         union([Type("file"), NULL])),
        ("import typing", "typing.Callable[[int], str]",
         Type("unknown", (Type("unknown", (INTEGER,)), STRING), name="typing.Callable")),
        ("T = __import__('typing').TypeVar('T')", "T", Type("unknown", name="T")),
        ("import typing\nT = typing.TypeVar('T')", "T", Type("unknown", name="~T")),
        ("class Plain: ...", "Plain", Type("unknown", name="Plain")),
        ("import pydantic\nclass Model(pydantic.BaseModel): ...", "dict[str, Model]",
         Type("map", (STRING, Type("model", name="Model")))),
        ("import numpy as np", "np.ndarray", Type("unknown", name="numpy.ndarray")),
        ("", "'not a type ('", Type("unknown", name="not a type (")),
    ],
)  # fmt: skip
def test_an_annotation_is_read(before: str, annotation: str, expected: Type) -> None:
    assert type_of(annotation, before) == expected


PRELUDE = """
import collections.abc
import datetime as dt
import typing
import uuid
import pydantic
class Book(pydantic.BaseModel):
    title: str
Books = typing.List[Book]
State = typing.Union[typing.Literal["new", "old"], typing.Any]
File = typing.Union[typing.IO[bytes], bytes, str, typing.Tuple[typing.Optional[str], bytes]]
"""
PLACES: dict[str, Any] = {"__name__": "acme_sdk"}
exec(PRELUDE, PLACES)

SCALARS = st.sampled_from(
    ["int", "str", "float", "bool", "bytes", "object", "dt.datetime", "dt.date", "dt.time", "uuid.UUID", "typing.Any",
     "Book", "Books", "State", "File", "dict", "list", "typing.Literal['a', 'b']", "typing.Literal[1]"]
)  # fmt: skip


def containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Annotations around others."""
    one = st.sampled_from(
        ["typing.Optional[{}]", "typing.List[{}]", "list[{}]", "typing.Sequence[{}]", "collections.abc.Iterable[{}]",
         "typing.Set[{}]", "typing.Dict[str, {}]", "dict[str, {}]", "typing.Mapping[str, {}]", "typing.Tuple[{}, ...]",
         "typing.Annotated[{}, 'words']", "typing.ClassVar[{}]"]
    )  # fmt: skip
    unions = st.lists(inner, min_size=1, max_size=3).map(lambda members: f"typing.Union[{', '.join(members)}]")
    return unions | st.builds(str.format, one.filter(lambda text: "ClassVar" not in text), inner)


def unordered(type_: Type) -> Type:
    """A type with its unions sorted: `typing` keeps the order of the first of two equal unions in a process."""
    args = tuple(unordered(arg) for arg in type_.args)
    return replace(type_, args=tuple(sorted(args, key=str)) if type_.kind == "union" else args)


@given(st.recursive(SCALARS, containers, max_leaves=6))
def test_an_annotation_reads_the_same_from_source_and_from_the_imported_package(annotation: str) -> None:
    known = Annotations(lambda cls: f"{cls.__module__}.{cls.__qualname__}".removeprefix("acme_sdk."))
    found = type_of(annotation, PRELUDE)
    assert found is not None
    assert unordered(found) == unordered(known.read(eval(annotation, PLACES)))
