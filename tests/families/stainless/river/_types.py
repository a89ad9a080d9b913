from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import PathLike
from typing import IO, Any, Protocol, TypeVar, overload

T_co = TypeVar("T_co", covariant=True)


class NotGiven:
    """An argument that is not given."""


class Omit:
    """A value that is not sent."""


not_given = NotGiven()
omit = Omit()
Headers = Mapping[str, "str | Omit"]
Query = Mapping[str, object]
Body = object
FileContent = IO[bytes] | bytes | PathLike[str]
FileTypes = FileContent | tuple[str | None, FileContent] | tuple[str | None, FileContent, str | None]


class SequenceNotStr(Protocol[T_co]):
    @overload
    def __getitem__(self, index: int, /) -> T_co: ...
    @overload
    def __getitem__(self, index: slice, /) -> Any: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[T_co]: ...
