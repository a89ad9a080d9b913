"""Which functions of a package are called, also where profilers are nested."""

from __future__ import annotations

import sys
from cProfile import Profile
from pathlib import Path
from types import FrameType

from conformance import text
from conformance.call_tracer import CallTracer, package_folder, profiled

FOLDER = Path(text.__file__).parent
COUNTED = text.counted.__code__.co_firstlineno
BRIEF = text.brief.__code__.co_firstlineno


def test_only_functions_of_the_package_that_were_called_are_noted_once() -> None:
    tracer = CallTracer(FOLDER)
    with tracer.tracing():
        text.counted(1, "call")
        Path("outside").as_posix()
    assert tracer.called()["conformance/text.py"] == (COUNTED,)
    assert tracer.called() == {}


def test_an_inner_tracer_and_an_inner_profiler_hide_nothing_from_the_outer_one() -> None:
    outer, inner, events = CallTracer(FOLDER), CallTracer(FOLDER), []

    def note(frame: FrameType, event: str, value: object) -> None:
        events.append((frame.f_code.co_name, event, value))

    with outer.tracing():
        with inner.tracing():
            text.counted(1, "call")
        with profiled(note):
            text.brief("text")
        text.last_line("text")
    assert inner.called()["conformance/text.py"] == (COUNTED,)
    assert {COUNTED, BRIEF, text.last_line.__code__.co_firstlineno} <= set(outer.called()["conformance/text.py"])
    assert ("brief", "return", "text") in events
    assert sys.getprofile() is None


def test_a_profiler_of_the_user_goes_on_afterwards() -> None:
    users = Profile()
    users.enable()
    try:
        with CallTracer(FOLDER).tracing(), profiled(lambda *_: None):
            text.brief("text")
        text.counted(1, "call")
    finally:
        users.disable()
    seen = {entry.code for entry in users.getstats()}
    assert text.counted.__code__ in seen
    assert sys.getprofile() is None


def test_a_profiling_function_of_the_user_is_set_again() -> None:
    events: list[str] = []
    sys.setprofile(lambda frame, event, _: events.append(f"{event} {frame.f_code.co_name}"))
    try:
        with profiled(lambda *_: None):
            text.brief("text")
        text.counted(1, "call")
    finally:
        sys.setprofile(None)
    assert "call counted" in events
    assert "call brief" not in events


def test_the_folder_of_a_package_is_found_without_importing_it() -> None:
    assert package_folder("conformance.report.report") == FOLDER
    assert package_folder("no_such_package") == Path()
