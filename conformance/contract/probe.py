"""Tools for probing: calls over a capturing wire show facts that signatures do not state.

A distinct sentinel for every argument shows its location and name in the request, a call with only the required
arguments shows the constants that it sends, and a response with each status shows the error classes. Nothing depends on
the code layout of a generator.
"""

from __future__ import annotations

import datetime as dt
import enum
import inspect
import re
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import aclosing, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Literal

from conformance.call_limit import STOPPED, EndlessCall, TimeLimit, time_limit
from conformance.clock import MOST_WAITS
from conformance.contract.annotations import Annotations
from conformance.contract.limits import fit
from conformance.contract.methods import Argument, Method
from conformance.contract.model import ErrorShape, Location
from conformance.contract.sample_payload import sample_payload
from conformance.contract.types import ANY, Type
from conformance.targets.client import Sdk, public_values
from conformance.wire import REPEATS, UNDECLARED, Request, Response, json_response, repeats_request, sent_values

COMMON_STATUSES: Final = (400, 401, 402, 403, 404, 405, 409, 410, UNDECLARED, 422, 423, 429, 500, 502, 503)


MOST_REQUESTS: Final = 30  # of one call: the most persistent retries send ten
MOST_CHUNKS: Final = 1000  # of a stream: the responses have one
CALL_SECONDS: Final = 15.0  # of one call: it takes a few milliseconds
SHORT_SECONDS: Final = 1.0  # of one call after others were stopped for taking too long
LOST_SECONDS: Final = 45.0  # in calls that were stopped: later ones get less time
MOST_CALLS: Final = 2000  # of one method: one with a hundred arguments needs three hundred
METHOD_SECONDS: Final = 60.0  # of one method: a large one takes a second


class MethodAbandoned(Exception):
    """Probing one method takes too many calls or too long. The message says which."""


class CapturedRequests:
    """A wire that records requests and returns a fixed response. It ends a call that does not stop sending."""

    def __init__(self) -> None:
        self.response: Response = json_response(200, {})
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Response:
        self.requests.append(request)
        if len(self.requests) > MOST_REQUESTS:
            raise EndlessCall
        return self.response


@dataclass(frozen=True, slots=True)
class Outcome:
    """The requests of one call, and its outcome. `stopped` says why a call was ended that did not end by itself.

    `polls` says that the call repeated a request that had succeeded, and waited in between.
    """

    requests: tuple[Request, ...]
    value: Any = None
    raised: Exception | None = None
    stopped: str = ""
    polls: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """The location of one argument in the request."""

    location: Location
    wire_name: str


class Prober:
    """Calls the methods of one client over a capturing wire. Every call ends, and so does probing one method."""

    def __init__(self, sdk: Sdk, twin: Literal["sync", "async"], wire: CapturedRequests) -> None:
        self.sdk, self.twin, self.wire = sdk, twin, wire
        self.lost = 0.0  # seconds in calls that were stopped
        self.calls, self.started = 0, time.monotonic()

    def begin(self) -> None:
        """Begin with another method."""
        self.calls, self.started = 0, time.monotonic()

    def call(self, method: Method, arguments: Mapping[str, Any], response: Response) -> Outcome:
        """Call once. Streams are read, pagers are not advanced. Raises MethodAbandoned."""
        self._count_call()
        self.wire.response, self.wire.requests = response, []
        self.sdk.clock.reset()
        seconds = CALL_SECONDS if self.lost < LOST_SECONDS else SHORT_SECONDS
        value, raised, is_stopped = None, None, False
        try:
            with self.sdk.clock.patched_sleep(), time_limit(seconds) as limit, self.sdk.on_loopback():
                value = self._invoke(method, arguments)
        except STOPPED:
            is_stopped = True
            self.lost += seconds if limit.expired else 0
        except Exception as error:  # noqa: BLE001  # the exception of the SDK is the result
            raised = error
        stopped = self._reason(limit) if is_stopped else ""
        return Outcome(tuple(self.wire.requests), value, raised, stopped, self._polls(response, is_stopped=is_stopped))

    def _count_call(self) -> None:
        self.calls += 1
        if self.calls > MOST_CALLS:
            raise MethodAbandoned(f"it needs more than {MOST_CALLS} calls")
        if time.monotonic() - self.started > METHOD_SECONDS:
            raise MethodAbandoned(f"its calls take longer than {METHOD_SECONDS:.0f} s")

    def _reason(self, limit: TimeLimit) -> str:
        if len(self.wire.requests) > MOST_REQUESTS:
            return f"sent more than {MOST_REQUESTS} requests"
        if self.sdk.clock.is_exhausted:
            return f"waited more than {MOST_WAITS} times"
        return "took too long" if limit.expired else "was cancelled"

    def _polls(self, response: Response, *, is_stopped: bool) -> bool:
        """Whether the last requests of the call are the same one, although its response was a success."""
        repeats = response.status < 300 and repeats_request(self.wire.requests)
        return repeats and (is_stopped or len(self.sdk.clock.waits) >= REPEATS - 1)

    def _invoke(self, method: Method, arguments: Mapping[str, Any]) -> Any:
        if self.twin == "sync":
            value = method.bound(**arguments)
            return list(islice(value, MOST_CHUNKS)) if _is_stream(value, Iterator) else self._data(value)
        return self._data(self.sdk.run(_finish(method.bound(**arguments))))

    def _data(self, result: Any) -> Any:
        return self.sdk.target.family.value_of(result)


async def _finish(value: Any) -> Any:
    if not inspect.isasyncgen(value):
        value = await value
    if not _is_stream(value, AsyncIterator):
        return value
    chunks: list[Any] = []
    async with aclosing(value) if hasattr(value, "aclose") else nullcontext():
        async for chunk in value:
            chunks.append(chunk)
            if len(chunks) == MOST_CHUNKS:
                break
    return chunks


def _is_stream(value: Any, kind: type) -> bool:
    """Whether a value gives items one by one. A pager that is its own iterator is not advanced."""
    return isinstance(value, kind) and not hasattr(value, "iter_pages")


FIRST_NUMBER: Final = 7000  # of sentinels that are numbers
SentinelForm = Literal["plain", "shaped", "typed", "valid"]
SENTINEL_FORMS: Final[tuple[SentinelForm, ...]] = ("plain", "shaped", "typed", "valid")  # in this order


def sentinel(
    argument: Argument, index: int, form: SentinelForm = "plain", annotations: Annotations | None = None
) -> Any:
    """A value that no other argument has, and that every encoding leaves unchanged.

    Few SDKs validate arguments, so a string serves for nearly every type. If it is "shaped", lists and models have
    the declared shape, for methods that look inside them; if it is "typed", numbers and enums have the declared type,
    too: `annotations` has the classes of enums. One that is "valid" also has the fields of its models, and the items
    of its lists.
    """
    text = f"zq{index}zq"
    kinds = {member.kind: member for member in reversed(argument.type.members)}
    if "datetime" in kinds:
        return dt.datetime(2031, 1, 1, tzinfo=dt.timezone.utc) + dt.timedelta(seconds=index)
    if "date" in kinds:
        return dt.date(2031, 1, 1) + dt.timedelta(days=index)
    if "file" in kinds:
        return (f"{text}.bin", text.encode(), "application/octet-stream")
    if form == "valid" and annotations is not None and kinds.keys() & {"list", "model", "map"}:
        return sample_payload(argument.type, annotations.models, text=text)
    if form in {"typed", "valid"} and not kinds.keys() & {"string", "any"}:
        if "literal" in kinds:
            listed = kinds["literal"]
            cls = None if annotations is None else annotations.classes.get(listed.name)
            return listed.values[0] if cls is None else cls(listed.values[0])
        if kinds.keys() & {"integer", "number"}:
            number = kinds.get("integer") or kinds["number"]
            return fit(number, FIRST_NUMBER + index)
        if "boolean" in kinds:
            return True
    if form != "plain" and "list" in kinds:
        return [text]
    if form != "plain" and kinds.keys() & {"model", "map"}:
        return {text: text}
    return text


_SENTINEL: Final = re.compile(r"zq\d+zq")


def text_of(value: Any) -> str:
    """The text of a sentinel on the wire."""
    if isinstance(value, dt.datetime):
        return value.isoformat().removesuffix("+00:00")
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return value[0].removesuffix(".bin")  # type: ignore[no-any-return]
    if isinstance(value, list | dict) and (found := _SENTINEL.search(repr(value))):
        return found.group()
    return str(next(iter(value), "")) if isinstance(value, list | dict) else str(value)


def is_distinct(value: Any) -> bool:
    """Whether a value is a sentinel, or contains one: no other argument has it."""
    if isinstance(value, int):
        return value >= FIRST_NUMBER
    return isinstance(value, dt.date | tuple) or _SENTINEL.search(repr(value)) is not None


def two_items(declared: Type) -> list[Any]:
    """Two items of a list, of the declared type where it lists its values or is a number."""
    items = next(member.args[0] for member in declared.members if member.kind == "list")
    kinds = {member.kind: member for member in items.members}
    if "literal" in kinds and len(kinds["literal"].values) > 1:
        return list(kinds["literal"].values[:2])
    return [7001, 7002] if kinds.keys() & {"integer", "number"} and "string" not in kinds else ["zqone", "zqtwo"]


class SentinelPlaces:
    """The locations of the sentinels in one request, which is read only once for all arguments."""

    def __init__(self, request: Request) -> None:
        self.path = request.path.split("/")
        self.places = list(sent_values(request))
        self.json = _json_of(request)
        self.exact: dict[str, Placement] = {}
        for location, name, value in self.places:
            self.exact.setdefault(value, Placement(location, name))
            if location == "field":
                self.exact.setdefault(name, Placement("body", ""))  # a mapping that is the body itself

    def find_whole(self, value: Any) -> Placement | None:
        """The location of a value that is sent as it is: a text, or JSON that is the body or a field of it."""
        if isinstance(value, str):
            return self.exact.get(value)
        if not value or not isinstance(value, dict | list):
            return None
        fields = self.json if isinstance(self.json, dict) else {}
        if self.json == value or (isinstance(value, dict) and value.items() <= fields.items()):
            return Placement("body", "")
        field = next((Placement("field", name) for name, item in fields.items() if item == value), None)
        if field is None and isinstance(value, dict) and value.keys() <= fields.keys():
            # some values may be written in another form, such as dates: one text shows whose fields they are
            is_body = any(isinstance(item, str) and item == fields[name] for name, item in value.items())
            return Placement("body", "") if is_body else None
        return field

    def find(self, text: str) -> Placement | None:
        """The location of a sentinel; None if the request does not contain it."""
        if any(text in segment and _contains_sentinel(text, segment) for segment in self.path):
            return Placement("path", "")
        if text in self.exact:
            return self.exact[text]
        found = (
            Placement(place, name)
            for place, name, value in self.places
            if text in value and _contains_sentinel(text, value)
        )
        return next(found, None)


def _json_of(request: Request) -> Any:
    """The body as JSON, None where it is none."""
    try:
        return request.json if request.content else None
    except ValueError:
        return None


def _contains_sentinel(text: str, value: str) -> bool:
    return re.search(rf"(?<!\d){re.escape(text)}(?!\d)", value) is not None


def body_kind(request: Request) -> Literal["none", "json", "form", "multipart", "raw"]:
    """How the body is encoded, by its content type and its content."""
    if request.content_type == "multipart/form-data":
        return "multipart"
    if request.content_type == "application/x-www-form-urlencoded":
        return "form"
    if not request.content and request.content_type is None:
        return "none"
    return "json" if (request.content_type or "application/json").endswith("json") else "raw"


def error_statuses(sdk: Sdk) -> tuple[int, ...]:
    """The statuses to probe: the common ones, and those of the package's error classes."""
    base = sdk.error_class(sdk.target.error_base)
    found = set(COMMON_STATUSES)
    errors = getattr(sdk.package, "errors", None)
    for _, cls in public_values(errors):
        if inspect.isclass(cls) and issubclass(cls, base) and cls is not base:
            found.update(_status_of(cls))
    return tuple(sorted(found))


def _status_of(cls: Any) -> set[int]:
    try:
        status = cls(body=None).status_code
    except Exception:  # noqa: BLE001  # a class with other arguments, which it may check
        return set()
    return {status} if isinstance(status, int) else set()


def error_shape(sdk: Sdk, raised: BaseException, annotations: Annotations) -> ErrorShape:
    """The class of an exception and the model of its body, by name; "" if its class cannot be read as a model."""
    body = getattr(raised, "body", None)
    model = annotations.read(type(body)) if sdk.owns(type(body)) else ANY
    return ErrorShape(sdk.relative(type(raised)), model.name if model.kind == "model" else "")
