"""Makes the calls of situations, and records everything that can be seen from outside of the SDK.

Clients are made with the SDK's own HTTP client or with the caller's; only the network under them is replaced. Waits
pass in virtual time; the time of day and random numbers are the same for every call.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import io
import traceback
from collections.abc import Callable, Iterator, Mapping
from types import CodeType
from typing import Any

from conformance.call_limit import STOPPED, EndlessCall, time_limit
from conformance.clock import VirtualLoop
from conformance.contract.model import Model, Twin
from conformance.exchange.call_sdk import CALL_SECONDS
from conformance.runtime.kept import Change, KeptComparer
from conformance.runtime.machine import VARIABLES, same_machine
from conformance.runtime.observation import Observation
from conformance.runtime.odd_responses import sent_payload
from conformance.runtime.opened_client import Opened, noted_clients, usual_settings
from conformance.runtime.reading import CallersError, Reading, let_close, read_result
from conformance.runtime.situation import Configuration, Situation
from conformance.runtime.surroundings import (
    Records,
    SameTime,
    Warnings,
    environment,
    first_sentence,
    same_random_numbers,
)
from conformance.runtime.transport import Interrupted, ScriptedNetwork
from conformance.targets.client import BASE_URL, Sdk
from conformance.text import strip_addresses

Arguments = Callable[[], Mapping[str, Any]]


class RuntimeObserver:
    """Makes calls with the SDK's clients."""

    def __init__(self, sdk: Sdk, models: Mapping[str, Model]) -> None:
        self.sdk, self.kept = sdk, KeptComparer(models, sdk.relative)
        self.usual_settings = usual_settings(sdk.http_library)
        self.clients: dict[tuple[Twin, str], Opened] = {}
        self.network = ScriptedNetwork(sdk.clock, library=sdk.http_library, owns_frame=sdk.owns_frame, loop=sdk.loop)
        self.changed_arguments: dict[str, str] = {}  # of the present call
        self.began = 0.0
        self.time = SameTime(sdk.target.package, lambda: sdk.clock.now - self.began)

    def observe(self, situation: Situation, twin: Twin, arguments: Arguments) -> Observation:
        """Make the call with the client of `twin`; each call gets arguments of its own."""
        self.network.load(situation.script.responses, twin, situation.script.delay)
        self.changed_arguments = {}
        logged, written, warned = Records(), io.StringIO(), Warnings()
        opened = Opened()
        reading: Reading | None = None
        raised: BaseException | None = None
        clock, zone = self.sdk.clock, situation.script.zone or (situation.given.zone if situation.given else "")
        with contextlib.ExitStack() as stack:
            for context in (
                clock.patched_sleep(), self.time.pinned(), same_random_numbers(), logged.attached(), warned.caught(),
                contextlib.redirect_stdout(written), contextlib.redirect_stderr(written),
                environment({**VARIABLES, **situation.configuration.environment}, zone), same_machine(),
                self.network.connected(),
            ):  # fmt: skip
                stack.enter_context(context)
            made = stack.enter_context(noted_clients(self.sdk.http_library))
            clock.reset()
            self.began = clock.now
            if situation.script.ends_wait:
                clock.interrupt = lambda: self.network.interrupt(twin)
            try:
                with time_limit(CALL_SECONDS) as limit:
                    opened = self.open(situation.configuration, twin)
                    reading = self._run(opened, situation, twin, arguments)
            except (*STOPPED, Interrupted) as error:
                raised = error if self.network.is_interrupted and not limit.expired else EndlessCall()
            except Exception as error:  # noqa: BLE001  # the checks judge what the SDK raises
                raised = error
        own = isinstance(raised, self.sdk.error_classes)
        closed_open = None if reading is None else reading.left_open
        changes, hidden = self._compare(situation, reading)
        return Observation(
            requests=tuple(self.network.sent),
            waits=tuple(clock.waits),
            blocked=tuple(clock.blocked),
            outcome=self._outcome(reading, raised),
            raised=raised is not None,
            bare=raised is not None and not self._is_expected(raised),
            frame=self._frame(raised),
            status=getattr(raised, "status_code", None) if own else None,
            error=self.sdk.relative(type(raised)) if own else "",
            reading=reading,
            left_open=self._count_open() if closed_open is None else closed_open,
            endless=isinstance(raised, EndlessCall),
            changes=changes,
            hidden=hidden,
            output=written.getvalue(),
            records=tuple(logged.lines),
            warnings=tuple(warned.lines),
            shown=_visible_text(reading, raised),
            changed={**opened.changes, **self.changed_arguments},
            place=self._responsible_line(raised),
            clients=tuple(opened.others([client for client in made if client is not opened.own])),
            open_after_closing=opened.is_left_open,
            parts="" if reading is None else reading.parts_text(self.sdk.relative),
            client_text=opened.text,
            error_text=_error_text(raised) if own else "",
            settings=opened.settings,
            kept_responses=opened.kept_responses,
        )

    def _count_open(self) -> int:
        return sum(not body.closed for body in self.network.bodies)

    def _compare(self, situation: Situation, reading: Reading | None) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        """The changes of what was sent, and the attributes that it hides."""
        if reading is None or not situation.script.compared:
            return (), ()
        sent = sent_payload(situation.script.responses[-1])
        return tuple(self.kept.changes(reading.value, sent)), tuple(self.kept.hidden(reading.value, sent))

    def _run(self, opened: Opened, situation: Situation, twin: Twin, arguments: Arguments) -> Reading | None:
        """The calls of a situation, in the event loop of all situations or each in one of its own."""
        if not situation.configuration.many_loops:
            called: Reading | None = self.sdk.run(self._calls(opened, situation, twin, arguments))
            return called
        reading = None
        for _ in range(situation.calls):
            with contextlib.closing(VirtualLoop(self.sdk.clock)) as loop:
                reading = loop.run_until_complete(self._call(opened.client, situation, twin, arguments))
        return reading

    async def _calls(self, opened: Opened, situation: Situation, twin: Twin, arguments: Arguments) -> Reading | None:
        """The calls of a situation; the reading of the last one."""
        reading = None
        for number in range(situation.calls):
            try:
                reading = await self._call(opened.client, situation, twin, arguments)
            except Exception:
                if not situation.again or number == situation.calls - 1:
                    raise
        if situation.configuration.closes:
            await opened.close(twin)
        if situation.configuration.lets_go:
            gc.collect()
            opened.kept_responses = self.network.kept_responses
            opened.let_go()
        return reading

    async def _call(self, client: Any, situation: Situation, twin: Twin, arguments: Arguments) -> Reading:
        raw = self.sdk.target.raw_attribute if situation.raw else ""
        method = self.sdk.method(client, situation.operation, twin, raw)
        given = dict(arguments())
        if situation.given is not None:
            given[situation.given.parameter] = situation.given.make()
        if situation.options:
            options = {option.name: option.value for option in situation.options}
            given.update(self.sdk.target.given_options(options))
        before = _texts_of(given)
        held: list[Any] = [method(**given)]
        try:
            reading = await read_result(held, situation.use, twin, self._count_open)
            reading.value = self.sdk.target.family.value_of(reading.value)
            return reading
        finally:
            if twin == "async":
                await let_close()
            after = _texts_of(given)
            changed = {name: f"{old} → {after[name]}" for name, old in before.items() if after[name] != old}
            self.changed_arguments.update(changed)

    def open(self, configuration: Configuration, twin: Twin) -> Opened:
        """A client of the configuration; the same for all of its calls, if they are independent."""
        if configuration.fresh:
            return self._new_client(configuration, twin)
        key = (twin, configuration.name)
        if key not in self.clients:
            self.clients[key] = self._new_client(configuration, twin)
        return self.clients[key]

    def _new_client(self, configuration: Configuration, twin: Twin) -> Opened:
        target = self.sdk.target
        arguments = {
            **target.client_arguments,
            target.base_url_argument: BASE_URL,
            **configuration.arguments,
        }
        own = None
        if configuration.http_client is not None:
            own = arguments[target.transport_of(twin)] = configuration.http_client.make(twin, self.sdk.http_library)
        arguments = {name: value for name, value in arguments.items() if name not in configuration.left_out}
        library, usual = self.sdk.http_library, self.usual_settings[twin]
        return Opened.by(lambda: self.sdk.client_class(twin)(**arguments), own, library, usual)

    def _outcome(self, reading: Reading | None, raised: BaseException | None) -> str:
        if isinstance(raised, EndlessCall):
            return "does not end"
        if isinstance(raised, CallersError):
            return "lets the caller's exception pass"
        if isinstance(raised, Interrupted | asyncio.CancelledError):
            return "lets the caller end the call"
        if reading is not None:
            return f"returns {reading.text(self.sdk.relative)}"
        status = getattr(raised, "status_code", None)
        body = getattr(raised, "body", None)
        details = (
            f" status {status} body {body!r}"
            if isinstance(raised, self.sdk.error_classes)
            else f" {first_sentence(raised)}"
        )
        cause = getattr(raised, "__cause__", None)
        because = "" if cause is None else f" because of {self.sdk.relative(type(cause))}"
        return f"raises {self.sdk.relative(type(raised))}{details}{because}"

    def _is_expected(self, raised: BaseException) -> bool:
        """Whether an exception is the SDK's own, the caller's, or about the connection."""
        callers = (CallersError, Interrupted, asyncio.CancelledError)
        own = isinstance(raised, (*self.sdk.error_classes, *self.sdk.connection_errors, *callers))
        return own or self.sdk.owns(type(raised))

    def _responsible_line(self, raised: BaseException | None) -> tuple[CodeType, int] | None:
        """The SDK's line that raised an exception of another, or else that sent the first request."""
        raising = None if raised is None else next(iter(reversed(list(self.sdk.frames(raised)))), None)
        is_bare = raised is not None and not self._is_expected(raised)
        return raising if is_bare or self.network.sender is None else self.network.sender

    def _frame(self, raised: BaseException | None) -> str:
        """The innermost function of the SDK in a traceback, as `module.function ExceptionClass`."""
        if raised is None:
            return ""
        package = self.sdk.target.package
        names = [
            f"{frame.f_globals.get('__name__', '')}.{frame.f_code.co_name}"
            for frame, _ in traceback.walk_tb(raised.__traceback__)
        ]
        own = [name.removeprefix(f"{package}.") for name in names if name.startswith(f"{package}.")]
        return f"{own[-1] if own else 'the HTTP library'} {type(raised).__name__}"


def _texts_of(given: Mapping[str, Any]) -> dict[str, str]:
    """The arguments that a call could change, as text."""
    return {f"argument {name}": repr(value) for name, value in given.items() if isinstance(value, dict | list)}


def _visible_text(reading: Reading | None, raised: BaseException | None) -> str:
    """The outcome as a user or a log would see it: `str` and `repr`, of every exception that a traceback shows.

    The frames of a traceback are left out: they show source lines, which have no values.
    """
    try:
        if raised is None:
            value = None if reading is None else reading.value if reading.items is None else reading.items
            return f"{value!s}\n{value!r}"
        shown = [line for error in _chain(raised) for line in (str(error), repr(error), *_notes(error))]
        return "\n".join(shown)
    except Exception as error:  # noqa: BLE001  # the SDK's own code failed
        return f"{type(error).__name__}: {error}"


def _error_text(error: BaseException | None) -> str:
    """`str` and `repr` of an exception, with the names of its attributes in place of their values."""
    values = {**getattr(error, "__dict__", {}), "cause": getattr(error, "__cause__", None)}
    try:
        names = {text: name for name, value in values.items() if value is not None and (text := str(value))}
        shown = (str(error), repr(error))
    except Exception as failure:  # noqa: BLE001  # the SDK's own code failed
        return type(failure).__name__
    texts = []
    for text in shown:
        for value, name in sorted(names.items(), key=lambda item: -len(item[0])):
            text = text.replace(value, f"{{{name}}}")  # noqa: PLW2901
        texts.append(text)
    return strip_addresses(" and ".join(texts))


def _notes(error: BaseException) -> list[str]:
    """The notes of an exception, from Python 3.11."""
    return list(getattr(error, "__notes__", ()))


def _chain(raised: BaseException) -> Iterator[BaseException]:
    """An exception, and those that led to it."""
    seen: set[int] = set()
    error: BaseException | None = raised
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
