"""Makes the calls of situations, and records everything that can be seen from outside of the SDK.

Clients are made with the SDK's own HTTP client or with the caller's; only the network under them is replaced. Waits
pass in virtual time; the time of day and random numbers are the same for every call.
"""

from __future__ import annotations

import contextlib
import io
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from conformance.call_limit import STOPPED, EndlessCall, time_limit
from conformance.contract.model import Twin
from conformance.exchange.call_sdk import CALL_SECONDS
from conformance.runtime.case import Configuration, Observation, Situation
from conformance.runtime.opened_client import Opened, consumed
from conformance.runtime.surroundings import (
    Records,
    SameTime,
    Warnings,
    environment,
    first_sentence,
    same_random_numbers,
)
from conformance.runtime.transport import ScriptedNetwork
from conformance.targets.client import BASE_URL, Sdk

Arguments = Callable[[], Mapping[str, Any]]


class RuntimeObserver:
    """Makes calls with the SDK's clients."""

    def __init__(self, sdk: Sdk) -> None:
        self.sdk = sdk
        self.clients: dict[tuple[Twin, str], Opened] = {}
        self.network = ScriptedNetwork(sdk.clock, library=sdk.http_library)
        self.began = 0.0
        self.time = SameTime(sdk.target.package, lambda: sdk.clock.now - self.began)

    def observe(self, situation: Situation, twin: Twin, arguments: Arguments) -> Observation:
        """Make the call with the client of `twin`; each call gets arguments of its own."""
        self.network.load(situation.script.responses, twin, situation.script.delay)
        logged, written, warned = Records(), io.StringIO(), Warnings()
        opened = Opened()
        value: Any = None
        raised: BaseException | None = None
        clock, zone = self.sdk.clock, "" if situation.given is None else situation.given.zone
        with contextlib.ExitStack() as stack:
            for context in (
                clock.patched_sleep(), self.time.pinned(), same_random_numbers(), logged.attached(), warned.caught(),
                contextlib.redirect_stdout(written), contextlib.redirect_stderr(written),
                environment(situation.configuration.environment, zone), self.network.connected(),
            ):  # fmt: skip
                stack.enter_context(context)
            clock.reset()
            self.began = clock.now
            try:
                with time_limit(CALL_SECONDS):
                    opened = self._open(situation.configuration, twin)
                    value = self.sdk.run(self._calls(opened, situation, twin, arguments))
            except STOPPED:
                raised = EndlessCall()
            except Exception as error:  # noqa: BLE001  # the checks judge what the SDK raises
                raised = error
        return Observation(
            requests=tuple(self.network.sent),
            waits=tuple(clock.waits),
            blocked=tuple(clock.blocked),
            outcome=self._outcome(value, raised),
            raised=raised is not None,
            bare=raised is not None and not self._is_expected(raised),
            frame=self._frame(raised),
            chunks=tuple(len(item) for item in value if isinstance(item, bytes)) if isinstance(value, list) else (),
            output=written.getvalue(),
            records=tuple(logged.lines),
            warnings=tuple(warned.lines),
            shown=_visible_text(value, raised),
            changed=opened.changes,
            open_after_closing=opened.is_left_open,
        )

    async def _calls(self, opened: Opened, situation: Situation, twin: Twin, arguments: Arguments) -> Any:
        """The calls of a situation; the value of the last one."""
        value = None
        for _ in range(situation.calls):
            value = await self._call(opened.client, situation, twin, arguments)
        if situation.configuration.closes:
            await opened.close()
        return value

    async def _call(self, client: Any, situation: Situation, twin: Twin, arguments: Arguments) -> Any:
        *owners, name = situation.operation.split(".")
        owner = client
        for step in owners:
            owner = getattr(owner, step)
        if situation.raw:
            owner = getattr(owner, self.sdk.target.raw_attribute)
        given = dict(arguments())
        if situation.given is not None:
            given[situation.given.parameter] = situation.given.make()
        if situation.options:
            options = {option.name: option.value for option in situation.options}
            given.update(self.sdk.target.given_options(options))
        return await consumed(getattr(owner, name)(**given), twin)

    def _open(self, configuration: Configuration, twin: Twin) -> Opened:
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
            own = arguments[target.transport_argument] = configuration.http_client.make(twin, self.sdk.http_library)
        arguments = {name: value for name, value in arguments.items() if name not in configuration.left_out}
        return Opened.by(lambda: self.sdk.client_class(twin)(**arguments), own, self.sdk.http_library)

    def _outcome(self, value: Any, raised: BaseException | None) -> str:
        if isinstance(raised, EndlessCall):
            return "does not end"
        if raised is None:
            return f"returns {_described(value, self.sdk.relative)}"
        status = getattr(raised, "status_code", None)
        body = getattr(raised, "body", None)
        details = (
            f" status {status} body {body!r}"
            if isinstance(raised, self.sdk.error_classes)
            else f" {first_sentence(raised)}"
        )
        return f"raises {self.sdk.relative(type(raised))}{details}"

    def _is_expected(self, raised: BaseException) -> bool:
        """Whether an exception is the SDK's own, or about the connection."""
        own = isinstance(raised, (*self.sdk.error_classes, *self.sdk.connection_errors))
        return own or self.sdk.owns(type(raised))

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


def _described(value: Any, relative: Callable[[type], str]) -> str:
    if isinstance(value, list):
        kinds = sorted({relative(type(item)) for item in value})
        if kinds == ["builtins.bytes"]:
            return f"chunks of {[len(chunk) for chunk in value]} bytes"
        return f"{len(value)} items" + (f" of {', '.join(kinds)}" if kinds else "")
    return "None" if value is None else relative(type(value))


def _visible_text(value: Any, raised: BaseException | None) -> str:
    """The outcome as a user or a log would see it: `str`, `repr` and the traceback."""
    try:
        if raised is None:
            return f"{value!s}\n{value!r}"
        return "\n".join([str(raised), repr(raised), *traceback.format_exception(raised)])
    except Exception as error:  # noqa: BLE001  # the SDK's own code failed
        return f"{type(error).__name__}: {error}"
