"""A call that is made once more shows which function converts a value, returns a result, or sends."""

from __future__ import annotations

import datetime as dt
from types import FrameType

from conformance.judging.watched_calls import conversions, path_writers, returns, senders

MOMENT = dt.datetime(2026, 1, 2, 3, tzinfo=dt.timezone.utc)


def midnight(value: dt.datetime) -> str:
    return value.replace(hour=0).isoformat()


def encode(value: dt.datetime) -> str:
    return midnight(value)


def wire(text: str) -> str:
    return text


def call() -> str:
    return wire(encode(MOMENT))


def owned(frame: FrameType) -> bool:
    return frame.f_globals.get("__name__") == __name__


def test_the_innermost_function_that_converts_a_value_comes_first() -> None:
    found = conversions(owned, MOMENT, call)
    assert [(code.co_name, value) for code, value in found] == [
        ("midnight", "2026-01-02T00:00:00+00:00"),
        ("encode", "2026-01-02T00:00:00+00:00"),
    ]


def test_functions_that_return_are_noted_in_order_with_their_lines() -> None:
    found = returns(owned, wire.__code__, call)
    assert [one.code.co_name for one in found] == ["midnight", "encode", "wire", "call"]
    assert [one.sent for one in found] == [False, False, True, True]
    assert all(one.line > one.code.co_firstlineno for one in found)


def test_the_function_that_sends_is_the_innermost_owned_one() -> None:
    found = senders(lambda frame: owned(frame) and frame.f_code is not wire.__code__, wire.__code__, call)
    assert [code.co_name for code in found] == ["call"]


def test_the_writer_of_a_path_is_the_function_that_was_not_given_it() -> None:
    def join(base: str, path: str) -> str:
        return base + path

    def fill(template: str, values: dict[str, str]) -> str:
        for name, value in values.items():
            template = template.replace(name, value)
        return template

    found = path_writers(
        lambda frame: frame.f_code in {join.__code__, fill.__code__},
        "a#b",
        lambda: join("http://sdk.test", fill("/boats/NAME", {"NAME": "a#b"})),
    )
    assert found == [fill.__code__]
