"""One HTTP connection to a server, kept open between requests, on a plain socket.

In a live run, everything except the server's own time is overhead, and a full HTTP client takes longer for a request
than many servers take to respond.
"""

from __future__ import annotations

import io
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from typing import Any, Final
from urllib.parse import quote, urlsplit

import httpx

from conformance.targets.client import BASE_URL
from conformance.wire import Request, Response

CHUNK_BYTES: Final = 65_536
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})  # may be sent twice: RFC 9110, section 9.2.1
_METHODS_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})
_OWN_HEADERS: Final = frozenset({"host", "connection"})  # set by this module
_TCP_QUICKACK: Final = getattr(socket, "TCP_QUICKACK", None)  # Linux only
# What RFC 9110, section 5.5, allows. An HTTP client refuses to send anything else, and the SDK gets a protocol error.
_HEADER_NAME: Final = re.compile(r"[-!#$%&'*+.^_`|~0-9a-zA-Z]+")
_HEADER_VALUE: Final = re.compile(r"(?:[^\x00\s]+(?:[ \t]+[^\x00\s]+)*)?")
_TARGET: Final = re.compile(r"/[\x21-\x7e]*")
_SAFE_IN_TARGET: Final = "%/?[]@!$&'()*+,;=:~"
Headers = tuple[tuple[str, str], ...]


class Connection:
    """A connection to the server at `url`, opened by the first request. Response header names are lower case."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        self.base_path, self.host = parts.path.rstrip("/"), parts.netloc
        self.address = parts.hostname or "", parts.port or (443 if secure else 80)
        # httpx's own context: a certificate that the SDK's client accepts is accepted here, too
        self.tls = httpx.create_ssl_context(trust_env=False) if secure else None
        self.socket: socket.socket | None = None

    def close(self) -> None:
        """Close the connection. The next request opens a new one."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def exchange(self, request: Request, *, seconds: float, size: int) -> Response:
        """Send a request for a URL below `BASE_URL`. A response that failed is what arrived of it, with a `fault`.

        The response may take `seconds` and have `size` bytes, decompressed; connecting may take a quarter of the
        seconds. Where the server closed a kept connection, a safe request is sent once more.
        """
        message = self._encode(request)
        if message is None:
            return Response(0, fault="cut")
        kept = self.socket is not None and _is_idle(self.socket)
        if not kept:
            fault = self._open(seconds / 4)
            if fault:
                return Response(0, fault=fault)
        response = self._send(request.method, message, deadline=time.monotonic() + seconds, size=size)
        if kept and response.fault == "cut" and not response.status and request.method in _SAFE_METHODS:
            return self.exchange(request, seconds=seconds, size=size)
        return response

    def _open(self, seconds: float) -> str:
        """Open a new connection. Returns "" or the fault."""
        self.close()
        try:
            opened = socket.create_connection(self.address, seconds)
            try:
                opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if self.tls is not None:
                    opened = self.tls.wrap_socket(opened, server_hostname=self.address[0])
            except BaseException:
                opened.close()
                raise
        except TimeoutError:
            return "timeout"
        except OSError:
            return "refused"
        self.socket = opened
        return ""

    def _encode(self, request: Request) -> bytes | None:
        """The bytes of a request, or None for one that HTTP cannot express."""
        target = self.base_path + request.url.removeprefix(BASE_URL).partition("#")[0]
        target = target if target.startswith("/") else f"/{target}"
        if not _TARGET.fullmatch(target):
            target = quote(target, safe=_SAFE_IN_TARGET)
        headers = [(name, value) for name, value in request.headers if name not in _OWN_HEADERS]
        names, content = {name for name, _ in headers}, request.content
        if "transfer-encoding" in names:
            content = (b"%x\r\n%s\r\n" % (len(content), content) if content else b"") + b"0\r\n\r\n"
        elif "content-length" not in names and (content or request.method in _METHODS_WITH_BODY):
            headers.append(("content-length", str(len(content))))
        if not all(_HEADER_NAME.fullmatch(name) and _HEADER_VALUE.fullmatch(value) for name, value in headers):
            return None
        lines = [f"{request.method} {target} HTTP/1.1", f"host: {self.host}"]
        lines += [f"{name}: {value}" for name, value in headers]
        return "\r\n".join((*lines, "", "")).encode("latin-1") + content

    def _send(self, method: str, message: bytes, *, deadline: float, size: int) -> Response:
        """Send, and receive until the response ends or exceeds a limit. Keeps the connection after whole responses."""
        assert self.socket is not None  # noqa: S101  # `exchange` has opened it
        status, content, fault = 0, bytearray(), "cut"
        headers: Headers = ()
        reader = _SocketReader(self.socket, deadline)
        response = HTTPResponse(reader, method=method)  # type: ignore[arg-type]  # it only uses `makefile`
        try:
            with suppress(BrokenPipeError, ConnectionResetError):  # a server may respond before it has read everything
                self.socket.settimeout(deadline - time.monotonic())
                self.socket.sendall(message)
            response.begin()
            if reader.ended:
                raise HTTPException("the headers break off")  # noqa: TRY301  # handled as any other malformed HTTP
            status, headers = response.status, tuple((name.lower(), value) for name, value in response.headers.items())
            fault = _read_body(content, _decompress(_chunks(response), headers), deadline=deadline, size=size)
        except TimeoutError:
            fault = "timeout"
        except (OSError, HTTPException, httpx.DecodingError):
            fault = "cut"
        finally:
            if fault or response.will_close:
                self.close()
        return Response(status, headers, bytes(content[:size]), fault)


class _SocketReader(io.RawIOBase):
    """Reads from a socket until a deadline, then raises TimeoutError."""

    def __init__(self, source: socket.socket, deadline: float) -> None:
        self.source, self.deadline, self.ended = source, deadline, False

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Wait for the next bytes."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.source.settimeout(left)
        if _TCP_QUICKACK is not None:
            # A server that sends a response in small pieces waits until the first one is acknowledged. The kernel
            # delays that by 40 ms unless quick acknowledgement is requested before each read.
            self.source.setsockopt(socket.IPPROTO_TCP, _TCP_QUICKACK, 1)
        count = self.source.recv_into(buffer)
        self.ended = count == 0
        return count

    def makefile(self, _: str) -> io.BufferedReader:
        """The one method of a socket that `HTTPResponse` calls."""
        return io.BufferedReader(self, CHUNK_BYTES)


class _ByteStream(httpx.SyncByteStream):
    """Chunks for httpx to decompress."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        return self.chunks


def _is_idle(kept: socket.socket) -> bool:
    """Whether a kept connection is open, and holds no unexpected bytes."""
    kept.settimeout(0)
    try:
        kept.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        return True
    except OSError:
        return False
    return False


def _chunks(response: HTTPResponse) -> Iterator[bytes]:
    """The body as it arrives. Raises HTTPException where it ends too early."""
    while chunk := response.read1(CHUNK_BYTES):
        yield chunk
    if response.length:
        raise HTTPException(f"{response.length} bytes are missing")


def _decompress(chunks: Iterator[bytes], headers: Headers) -> Iterator[bytes]:
    """The decompressed body. Raises httpx.DecodingError."""
    if not any(name == "content-encoding" for name, _ in headers):
        return chunks
    return httpx.Response(200, headers=list(headers), stream=_ByteStream(chunks)).iter_bytes()


def _read_body(content: bytearray, chunks: Iterator[bytes], *, deadline: float, size: int) -> str:
    """Append the body to `content`. Returns "" or the fault."""
    for chunk in chunks:
        content += chunk
        if len(content) > size:
            return "flood"
        if time.monotonic() > deadline:
            return "timeout"
    return ""
