"""Files as arguments: in every form that httpx takes, and in forms that look like one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, Final

from conformance.contract.model import Parameter
from conformance.runtime.observation import SentRequest
from conformance.runtime.situation import GivenValue

CONTENT: Final = b"unusual\r\n\x00\xff content"


def _always(value: Any) -> Callable[[], Any]:
    return lambda: value


def file_values(parameter: Parameter) -> Iterator[GivenValue]:
    """The forms of one argument that is a file."""
    takes_list = any(member.kind == "list" for member in parameter.type.members)
    forms: dict[str, tuple[Callable[[], Any], tuple[str | None, bytes, str | None] | None]] = {
        "bytes": (_always(CONTENT), (None, CONTENT, None)),
        "no bytes": (_always(b""), (None, b"", None)),
        "a text": (_always("a Text é"), (None, "a Text é".encode(), None)),
        "an open file": (lambda: io.BytesIO(CONTENT), (None, CONTENT, None)),
        "an empty open file": (lambda: io.BytesIO(b""), (None, b"", None)),
        "an open file that was read": (_half_read, None),  # httpx sends all of it, others the rest
        "a file in text mode": (lambda: io.StringIO("a text"), None),
        "a name and bytes": (_always(("Name é.bin", CONTENT)), ("Name é.bin", CONTENT, None)),
        "a name and an open file": (lambda: ("n.bin", io.BytesIO(CONTENT)), ("n.bin", CONTENT, None)),
        "a name, bytes and a type": (
            _always(("n.csv", CONTENT, "application/x-own")),
            ("n.csv", CONTENT, "application/x-own"),
        ),
        "a name, bytes, a type and headers": (
            _always(("n.csv", CONTENT, "application/x-own", {"X-Part": "own"})),
            ("n.csv", CONTENT, "application/x-own"),
        ),
        "a name and no bytes": (_always(("empty.bin", b"")), ("empty.bin", b"", None)),
    }
    if not parameter.required:
        forms["None"] = (_always(None), None)  # no part of the name may be sent, which is pinned
    if takes_list:
        forms["two files"] = (lambda: [("1.bin", b"one"), ("2.bin", b"two")], ("2.bin", b"two", None))
    for label, (make, wanted) in forms.items():
        yield GivenValue(
            parameter=parameter.name,
            wire_name=parameter.wire_name,
            location="file",
            label=label,
            make=make,
            arrives=None if wanted is None else _has_part(parameter.wire_name, *wanted),
            may_be_refused=wanted is None,
        )


def _half_read() -> io.BytesIO:
    file = io.BytesIO(CONTENT)
    file.read(4)
    return file


def _has_part(name: str, filename: str | None, content: bytes, kind: str | None) -> Callable[[SentRequest], bool]:
    """A part has the content; its name and type where they are given, because a default for them is no change."""

    def has(sent: SentRequest) -> bool:
        return any(
            part.name == name
            and part.content == content
            and filename in {None, part.filename}
            and kind in {None, part.content_type}
            for part in sent.request.parts
        )

    return has
