"""Opens the SDK's clients over a wire of this project. Nothing is patched: the transport is an argument."""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import re
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from types import CodeType, FrameType, ModuleType, SimpleNamespace
from typing import Any, Final, Literal

import httpx

from conformance.call_limit import STOPPED, cancel_tasks
from conformance.clock import VirtualClock, VirtualLoop
from conformance.errors import SdkUnusable
from conformance.python_need import PythonNeed
from conformance.targets.http_library import http_client, library_of
from conformance.targets.loopback import LoopbackServer, only_loopback
from conformance.targets.packed_method import unpacked
from conformance.targets.process_effects import watched_process
from conformance.targets.target import CLIENT_MODULE, Target
from conformance.wire import Request, Response, Wire

COMPREHENSIONS: Final = {"<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>"}
BASE_URL = "http://sdk.test"
NETWORK_PIECE: Final = 1000  # bytes of a body that arrive at once
# An SDK that sends the repr of an object sends its address, which differs between two runs.
_OBJECT: Final = re.compile(rb"(<[\w.]+ object) at 0x[0-9a-f]+(?=>)")
_OBJECT_IN_URL: Final = re.compile(r"(object)(?:%20|\+)at(?:%20|\+)0x[0-9a-f]+(?=%3E)")
LOADING_ERRORS: Final = (Exception, SystemExit)  # of a module's code, which may do anything


class ClientRefused(SdkUnusable):
    """The SDK's client could not be constructed."""


@dataclass
class Sdk:
    """The imported SDK, one per interpreter. `close` closes its event loop and its servers.

    `python_needs` is what its source needs of Python beyond its claim, None where that is not known; `import_effects`
    what its import changed in the process.
    """

    target: Target
    package: ModuleType
    version: str
    python_needs: tuple[PythonNeed, ...] | None = None
    import_effects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    clock: VirtualClock = field(default_factory=VirtualClock)
    servers: list[LoopbackServer] = field(default_factory=list)  # of clients that take no transport

    @cached_property
    def loop(self) -> VirtualLoop:
        """The event loop of all asynchronous calls."""
        return VirtualLoop(self.clock)

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine to its end, in virtual time. What it leaves running is cancelled if it is stopped."""
        try:
            return self.loop.run_until_complete(coroutine)
        except STOPPED:
            cancel_tasks(self.loop)
            raise

    def client(
        self,
        twin: Literal["sync", "async"],
        transport: httpx.BaseTransport | httpx.AsyncBaseTransport,
        given: Mapping[str, str] | None = None,
    ) -> Any:
        """A client of the SDK whose requests go to `transport`. `given` are arguments instead of those of target.toml.

        Calls are independent: the client follows no redirects, ignores the environment, and stores no cookies.

        Raises ClientRefused: the package has no such class, or its constructor refuses the arguments of target.toml.
        """
        arguments = {
            **self.target.client_arguments,
            self.target.base_url_argument: BASE_URL,
            **(given or {}),
        }
        try:
            if self.target.family.configuration:
                return self._assembled(twin, transport, arguments)
            arguments.setdefault(self.target.transport_of(twin), http_client(self.http_library, twin, transport))
            return self.client_class(twin)(**arguments)
        except Exception as error:
            raise ClientRefused(
                f"{self.target.package}.{self.target.client_name(twin)}(...) could not be constructed: "
                f"{type(error).__name__}: {error}\n"
                f"  Given: {', '.join(sorted(arguments))}."
            ) from error

    def _assembled(
        self, twin: Literal["sync", "async"], transport: httpx.BaseTransport | httpx.AsyncBaseTransport, given: Any
    ) -> Any:
        """The parts of a client that is made with a configuration, by the names of their classes.

        Its requests go to `transport` over loopback. A family without an async client has no part of one.
        """
        family, address = self.target.family, self.target.base_url_argument
        if twin == "async" or not isinstance(transport, httpx.BaseTransport):
            return SimpleNamespace()
        if given[address] == BASE_URL:
            given[address] = self.serve(transport).url
        client = self.client_class(twin)(getattr(self.package, family.configuration)(**given))
        parts = importlib.import_module(f"{self.target.package}.{family.parts}")
        classes: dict[str, Any] = {
            name: cls for name, cls in public_values(parts) if inspect.isclass(cls) and self.owns(cls)
        }
        return SimpleNamespace(**{name: cls(client) for name, cls in classes.items()})

    def serve(self, transport: httpx.BaseTransport) -> LoopbackServer:
        """A server on the loopback interface whose requests go to `transport`, until `close`."""
        self.servers.append(LoopbackServer(transport.handle_request, BASE_URL))
        return self.servers[-1]

    @contextmanager
    def on_loopback(self) -> Iterator[None]:
        """Calls of clients that take no transport: they reach no other machine.

        What responding to their requests raised is raised in place of their own exception.
        """
        try:
            with only_loopback() if self.servers else nullcontext():
                yield
        finally:
            for server in self.servers:
                server.raise_failure()

    @cached_property
    def http_library(self) -> ModuleType:
        """The HTTP library whose clients the SDK's constructors take."""
        return library_of(self.client_class("sync"), self.target.transport_argument)

    @cached_property
    def connection_errors(self) -> tuple[type[Exception], ...]:
        """The exceptions of the HTTP library about a connection."""
        module, _, name = self.target.family.network_error.rpartition(".")
        others = [getattr(importlib.import_module(module), name)] if name else []
        return (httpx.TransportError, self.http_library.TransportError, *others)

    def method(self, client: Any, operation: str, twin: Literal["sync", "async"], owner: str = "") -> Any:
        """The bound method of an operation; that of an attribute beside it, such as `with_raw_response`, if given."""
        *steps, name = self.target.method_path(operation, twin).split(".")
        found = client
        for step in (*steps, *([owner] if owner else []), name):
            found = getattr(found, step)
        return unpacked(found, self.target.family.packed_argument)

    def client_class(self, twin: Literal["sync", "async"]) -> Any:
        """The class of a client. Raises AttributeError or ImportError if there is none."""
        module, _, name = self.target.client_name(twin).rpartition(".")
        return getattr(importlib.import_module(f"{self.target.package}.{module}") if module else self.package, name)

    def error_class(self, name: str) -> type[BaseException]:
        """An exception class by its name relative to the package. Raises SdkUnusable if there is none."""
        module, _, attribute = name.rpartition(".")
        try:
            owner = importlib.import_module(f"{self.target.package}.{module}") if module else self.package
            found = getattr(owner, attribute)
        except (ImportError, AttributeError) as error:
            raise SdkUnusable(f"{self.target.package} has no error class {name}: {error}") from None
        return found  # type: ignore[no-any-return]

    @cached_property
    def error_classes(self) -> tuple[type[BaseException], ...]:
        """The exceptions that a call may raise: the base class, and the others of target.toml that this release has."""
        base = self.error_class(self.target.error_base)
        others = []
        for name in self.target.error_classes[1:]:
            try:
                others.append(self.error_class(name))
            except SdkUnusable:
                continue  # releases differ in the extra classes; the base is required
        return (base, *others)

    def relative(self, cls: type) -> str:
        """The module and name of a class; relative to the package if the package defines it."""
        return f"{cls.__module__}.{cls.__qualname__}".removeprefix(f"{self.target.package}.")

    def relative_module(self, name: str) -> str:
        """The name of a module, relative to the package if it belongs to it."""
        return name.removeprefix(f"{self.target.package}.")

    def owns(self, defined: type | Callable[..., Any]) -> bool:
        """The SDK's package defines the class or function."""
        return defined.__module__.split(".")[0] == self.target.package

    def frames(self, error: BaseException) -> Iterator[tuple[CodeType, int]]:
        """The functions of the package in a traceback, the innermost last, each with the line that it was at.

        Comprehensions belong to the function around them; from Python 3.12 on they have no frames.
        """
        for frame, line in traceback.walk_tb(error.__traceback__):
            if self.owns_frame(frame) and frame.f_code.co_name not in COMPREHENSIONS:
                yield frame.f_code, line

    def owns_frame(self, frame: FrameType) -> bool:
        """The SDK's package defines the function of a frame."""
        return str(frame.f_globals.get("__name__")).split(".")[0] == self.target.package

    def close(self) -> None:
        """Close the event loop, and the servers of clients."""
        for server in self.servers:
            server.close()
        if "loop" in self.__dict__:
            self.loop.close()


def import_sdk(target: Target) -> Sdk:
    """Import the SDK from the search path. Raises SdkUnusable with the error of the import."""
    with watched_process(target.package) as effects:
        try:
            package = importlib.import_module(target.package)
        except LOADING_ERRORS as error:
            raise SdkUnusable(f"{target.package} cannot be imported: {type(error).__name__}: {error}") from error
        target = _with_clients(target, package)
    try:
        version = importlib.metadata.version(target.distribution)
    except importlib.metadata.PackageNotFoundError:
        version = "unknown"
    return Sdk(target, package, version, import_effects=effects)


def _with_clients(target: Target, package: ModuleType) -> Target:
    """The target for a release that may export the client classes only from the module that defines them."""
    if hasattr(package, target.sync_client):
        return target
    try:
        module = importlib.import_module(f"{target.package}.{CLIENT_MODULE}")
    except Exception:  # noqa: BLE001  # a client that cannot be loaded is reported where it is opened
        return target
    return target.with_clients_from(CLIENT_MODULE) if hasattr(module, target.sync_client) else target


def to_request(request: httpx.Request) -> Request:
    """Convert a request of httpx, whose body was read."""
    url = request.url
    target = request.extensions.get("target", url.raw_path)  # on loopback, as it was sent
    return Request(
        request.method,
        _OBJECT_IN_URL.sub(r"\1", (url.raw_scheme + b"://" + url.netloc + target).decode("ascii", "backslashreplace")),
        tuple((name.decode("ascii").lower(), value.decode("latin-1")) for name, value in request.headers.raw),
        _OBJECT.sub(rb"\1", request.content),
    )


class TrackedBody(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of a response as it arrives from a network: in pieces, and until it is closed.

    With `cut`, the connection breaks after the content.
    """

    def __init__(self, content: bytes, *, cut: bool = False) -> None:
        self.content, self.cut, self.closed = content, cut, False

    def _pieces(self) -> Iterator[bytes]:
        for start in range(0, len(self.content), NETWORK_PIECE):
            yield self.content[start : start + NETWORK_PIECE]
        if self.cut:
            raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces():
            yield piece

    def close(self) -> None:
        """Note that the connection is free."""
        self.closed = True

    async def aclose(self) -> None:
        """Note that the connection is free."""
        self.closed = True


# The exceptions of httpx for connections that fail before there is a response.
_FAILURES: Final[Mapping[str, tuple[type[httpx.TransportError], str]]] = {
    "refused": (httpx.ConnectError, "connection refused"),
    "not connected in time": (httpx.ConnectTimeout, "no connection in time"),
    "timeout": (httpx.ReadTimeout, "no response in time"),
    "reset": (httpx.ReadError, "connection reset by peer"),
    "not writable": (httpx.WriteError, "broken pipe"),
    "not written in time": (httpx.WriteTimeout, "request not sent in time"),
    "none free": (httpx.PoolTimeout, "no connection of the pool is free"),
    "closed": (httpx.RemoteProtocolError, "server disconnected without sending a response"),
}


def to_httpx(response: Response, request: httpx.Request, body: TrackedBody | None = None) -> httpx.Response:
    """Convert a response to httpx's; `body` is the stream of its content, if that matters.

    Raises a httpx.TransportError for a connection that failed.
    """
    if response.fault in _FAILURES or (response.fault and not response.status):
        error, text = _FAILURES.get(response.fault, _FAILURES["timeout"])
        raise error(text, request=request)
    if body is None and response.fault:
        body = TrackedBody(response.content)
    given: dict[str, Any] = {"content": response.content}
    if body is not None:
        body.cut = bool(response.fault)
        given = {"stream": body}
    # As from a network: without a phrase httpx looks the status up, which counts as a use of it.
    phrase = httpx.codes.get_reason_phrase(int.__int__(response.status)).encode()
    # a response that knows its request is not copied by respx
    return httpx.Response(
        response.status,
        headers=list(response.headers),
        request=request,
        extensions={"reason_phrase": phrase},
        **given,
    )


class WireTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """An httpx transport, sync and async, over a wire."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send through the wire."""
        request.read()
        return to_httpx(self.wire(to_request(request)), request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send through the wire."""
        await request.aread()
        return to_httpx(self.wire(to_request(request)), request)


@dataclass(frozen=True, slots=True)
class PublicMethods:
    """The public methods that can be reached from a client, by attribute path, sorted.

    `broken` has the parts that cannot be loaded, by attribute path, with the exception that says why.
    """

    bound: Mapping[str, Callable[..., Any]]
    broken: Mapping[str, str]


def public_methods(sdk: Sdk, client: Any, twin: Literal["sync", "async"]) -> PublicMethods:
    """Every public method of one of the two clients that can be reached from it.

    A sub-client is a public attribute or property whose class belongs to the SDK's package.
    """
    todo: list[tuple[str, Any, frozenset[type]]] = [("", client, frozenset({type(client)}))]
    found: dict[str, Callable[..., Any]] = {}
    broken: dict[str, str] = {}
    while todo:
        prefix, owner, parents = todo.pop()
        for name in public_names(owner):
            if name in sdk.target.raw_attributes or name in sdk.target.family.hidden:
                continue
            try:
                value = getattr(owner, name)
            except LOADING_ERRORS as error:  # a part that is imported on first use
                broken[prefix + name] = loading_error_text(error)
                continue
            if inspect.isroutine(value):
                is_async = inspect.iscoroutinefunction(value)
                operation = sdk.target.family.operation_name(name, twin, is_async=is_async)
                if operation is not None:
                    found[prefix + operation] = value
            elif sdk.owns(type(value)) and type(value) not in parents and not isinstance(value, BaseException):
                todo.append((f"{prefix}{name}.", value, parents | {type(value)}))
    return PublicMethods(dict(sorted(found.items())), dict(sorted(broken.items())))


def public_names(owner: Any) -> list[str]:
    """The names of an object's attributes that do not begin with an underscore, sorted."""
    return sorted(name for name in dir(owner) if not name.startswith("_"))


def public_values(owner: Any) -> Iterator[tuple[str, Any]]:
    """The public attributes of an object that can be loaded, sorted by name."""
    for name in public_names(owner):
        try:
            value = getattr(owner, name)
        except LOADING_ERRORS:  # reported where the SDK's public names are checked
            continue
        yield name, value


def loading_error_text(error: BaseException) -> str:
    """An exception of an import in one line, without paths of the machine."""
    text = re.sub(r" \((?:/|[A-Za-z]:\\)[^()]*\)", "", " ".join(str(error).split()))
    return f"{type(error).__name__}: {text}".removesuffix(": ")
