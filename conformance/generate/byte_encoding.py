"""Scalar values encoded in a few bytes each, so that Hypothesis draws all scalars of a mapping at once.

Every draw costs the same, whatever its size: a model of fifty fields, drawn field by field, would cost more than the
calls that use it. Bytes shrink one by one towards zero, and zeros encode the simplest value.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from conformance.contract.limits import fit
from conformance.contract.types import Type
from conformance.generate.samples import UNKNOWN_MEMBER
from conformance.generate.values import Value

# every length in UTF-8, both directions, controls, combining marks; special characters of JSON, URLs, HTML, SQL, shells
ALPHABET: Final = "ab0Z -_.,:;!?'\"\\/&=+%#@$<>[]{}()|~^`*\t\n\r\x00\x7f\x85é\u0301ß\u05d0\u202e\u2028\ufeff漢𐍈🦊"
PATH_ALPHABET: Final = "abcxyzABCXYZ0123456789-_ü"
ZONES: Final = (dt.timezone.utc, dt.timezone(dt.timedelta(hours=5, minutes=30)), dt.timezone(-dt.timedelta(hours=8)))
MAX_TEXT: Final = 7  # characters of a generated text
_START: Final = dt.datetime(2000, 1, 1, tzinfo=dt.timezone.utc)
_SPAN: Final = 2 * 10**10  # half seconds after the start: more than three centuries
_SCALES: Final = (1.0, 0.25, -1.0, -0.25, 1e-9, 1e12, 1e-300, 1e290)


@dataclass(frozen=True, slots=True)
class ByteEncoding:
    """Decodes a value from `width` bytes."""

    width: int
    decode: Callable[[bytes], Value]


def text_encoding(alphabet: str, least: int = 0) -> ByteEncoding:
    """Texts of at least `least` characters; the first byte is the length."""

    def decode(raw: bytes) -> str:
        length = least + raw[0] % (MAX_TEXT + 1 - least)
        return "".join(alphabet[byte % len(alphabet)] for byte in raw[1 : 1 + length])

    return ByteEncoding(1 + MAX_TEXT, decode)


def choice_encoding(values: Sequence[Value]) -> ByteEncoding:
    """One of a few values, the simplest first."""
    return ByteEncoding(1 if len(values) <= 256 else 2, lambda raw: values[int.from_bytes(raw, "big") % len(values)])


def with_edge_values(encoding: ByteEncoding, edge_values: Sequence[Value]) -> ByteEncoding:
    """An encoding that gives one of some edge values every second time."""

    def decode(raw: bytes) -> Value:
        return encoding.decode(raw[1:]) if raw[0] % 2 == 0 else edge_values[raw[0] // 2 % len(edge_values)]

    return ByteEncoding(1 + encoding.width, decode)


def _integer(raw: bytes) -> int:
    """The first byte has the number of bytes that count and the sign: small numbers are as frequent as large ones."""
    size = raw[0] % 9
    number = min(int.from_bytes(raw[1 : 1 + size], "big"), 2**63 - 1)
    return -number if raw[0] // 9 % 2 else number


def _number(raw: bytes) -> float:
    return int.from_bytes(raw[1:], "big") * _SCALES[raw[0] % len(_SCALES)]


def _instant(raw: bytes) -> dt.datetime:
    halves = int.from_bytes(raw[1:], "big") % _SPAN
    return (_START + dt.timedelta(seconds=halves / 2)).astimezone(ZONES[raw[0] % len(ZONES)])


def _date(raw: bytes) -> dt.date:
    start = _START.toordinal()
    return dt.date.fromordinal(start + int.from_bytes(raw, "big") % (dt.date.max.toordinal() - start))


def _time(raw: bytes) -> dt.time:
    return (_START + dt.timedelta(seconds=int.from_bytes(raw, "big") % 86400)).time()


_SCALARS: Final = {
    "string": text_encoding(ALPHABET),
    "unknown": text_encoding(ALPHABET),
    "integer": ByteEncoding(9, _integer),
    "number": ByteEncoding(5, _number),
    "boolean": ByteEncoding(1, lambda raw: raw[0] % 2 == 1),
    "datetime": ByteEncoding(6, _instant),
    "date": ByteEncoding(3, _date),
    "time": ByteEncoding(3, _time),
    "uuid": ByteEncoding(4, lambda raw: uuid.UUID(int=int.from_bytes(raw, "big"))),
}


def encoding_for(declared: Type) -> ByteEncoding | None:
    """The encoding of a scalar type or an enum, without null; None for types with parts."""
    if declared.kind == "literal":
        return choice_encoding(declared.values)
    if declared.open_enum and not any(member.kind == "null" for member in declared.members):
        return choice_encoding([*declared.open_enum, UNKNOWN_MEMBER])
    found = _SCALARS.get(declared.kind)
    return found if found is None else limited(found, declared)


def limited(encoding: ByteEncoding, declared: Type) -> ByteEncoding:
    """The encoding, of values within the limits of a type."""
    if not declared.limits:
        return encoding
    return ByteEncoding(encoding.width, lambda raw: fit(declared, encoding.decode(raw)))
