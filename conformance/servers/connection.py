"""A connection to one HTTP server that is kept between requests, on a socket of its own.

Of a run against a real server all but the server's own time is lost; a whole HTTP client takes longer for a request
than many an answer.
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

PIECE: Final = 65_536  # bytes
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})  # what may be sent twice: RFC 9110, section 9.2.1
_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})
_NOT_SENT: Final = frozenset({"host", "connection"})
_QUICK: Final = getattr(socket, "TCP_QUICKACK", None)  # of Linux alone
# What RFC 9110, section 5.5, allows. An HTTP client refuses to send anything else, and the SDK sees a protocol error.
_NAME: Final = re.compile(r"[-!#$%&'*+.^_`|~0-9a-zA-Z]+")
_VALUE: Final = re.compile(r"(?:[^\x00\s]+(?:[ \t]+[^\x00\s]+)*)?")
_TARGET: Final = re.compile(r"/[\x21-\x7e]*")
_IN_TARGET: Final = "%/?[]@!$&'()*+,;=:~"
Headers = tuple[tuple[str, str], ...]


class Connection:
    """To the server at `url`, opened when it is first needed. Names of headers in answers are lower case."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        self.base, self.host = parts.path.rstrip("/"), parts.netloc
        self.address = parts.hostname or "", parts.port or (443 if secure else 80)
        # httpx's own context, so that a certificate that the SDK's client accepts is accepted here
        self.tls = httpx.create_ssl_context(trust_env=False) if secure else None
        self.socket: socket.socket | None = None

    def close(self) -> None:
        """End the connection; the next request opens it again."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def exchange(self, request: Request, seconds: float, size: int) -> Response:
        """The answer to a request for a URL below `BASE_URL`, or its beginning with what went wrong as `fault`.

        The answer takes at most `seconds` and has at most `size` bytes, decompressed; connecting takes a quarter of the
        seconds at most. A server may have ended a connection that was kept: what is safe is then sent once more.
        """
        message = self._message(request)
        if message is None:
            return Response(0, fault="cut")
        kept = self.socket is not None and _is_quiet(self.socket)
        if not kept:
            fault = self._open(seconds / 4)
            if fault:
                return Response(0, fault=fault)
        response = self._answered(request.method, message, time.monotonic() + seconds, size)
        if kept and response.fault == "cut" and not response.status and request.method in _SAFE:
            return self.exchange(request, seconds, size)
        return response

    def _open(self, seconds: float) -> str:
        """Connect anew; "" or what went wrong."""
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

    def _message(self, request: Request) -> bytes | None:
        """The request as it is sent; None for one that cannot be written as HTTP."""
        target = self.base + request.url.removeprefix(BASE_URL).partition("#")[0]
        target = target if target.startswith("/") else f"/{target}"
        if not _TARGET.fullmatch(target):
            target = quote(target, safe=_IN_TARGET)
        headers = [(name, value) for name, value in request.headers if name not in _NOT_SENT]
        names, content = {name for name, _ in headers}, request.content
        if "transfer-encoding" in names:
            content = (b"%x\r\n%s\r\n" % (len(content), content) if content else b"") + b"0\r\n\r\n"
        elif "content-length" not in names and (content or request.method in _WITH_BODY):
            headers.append(("content-length", str(len(content))))
        if not all(_NAME.fullmatch(name) and _VALUE.fullmatch(value) for name, value in headers):
            return None
        lines = [f"{request.method} {target} HTTP/1.1", f"host: {self.host}"]
        lines += [f"{name}: {value}" for name, value in headers]
        return "\r\n".join((*lines, "", "")).encode("latin-1") + content

    def _answered(self, method: str, message: bytes, until: float, size: int) -> Response:
        """Send, and receive until the answer ends or a bound is met. Only after a whole answer the connection stays."""
        assert self.socket is not None  # noqa: S101  # opened by whoever calls this
        status, content, fault = 0, bytearray(), "cut"
        headers: Headers = ()
        incoming = _Incoming(self.socket, until)
        answer = HTTPResponse(incoming, method=method)  # type: ignore[arg-type]  # all that it uses
        try:
            with suppress(BrokenPipeError, ConnectionResetError):  # it may have answered before it had read everything
                self.socket.settimeout(until - time.monotonic())
                self.socket.sendall(message)
            answer.begin()
            if incoming.ended:
                raise HTTPException("the headers break off")  # noqa: TRY301  # as everything else that is no HTTP
            status, headers = answer.status, tuple((name.lower(), value) for name, value in answer.headers.items())
            fault = _gather(content, _decoded(_pieces(answer), headers), until, size)
        except TimeoutError:
            fault = "timeout"
        except (OSError, HTTPException, httpx.DecodingError):
            fault = "cut"
        finally:
            if fault or answer.will_close:
                self.close()
        return Response(status, headers, bytes(content[:size]), fault)


class _Incoming(io.RawIOBase):
    """What comes from a socket until a moment, and nothing after it: raises TimeoutError."""

    def __init__(self, source: socket.socket, until: float) -> None:
        self.source, self.until, self.ended = source, until, False

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Wait for the next bytes."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.source.settimeout(left)
        if _QUICK is not None:
            # A server that sends an answer in small pieces waits for the first one to be acknowledged, which the
            # kernel puts off for 40 ms, unless it is told otherwise each time.
            self.source.setsockopt(socket.IPPROTO_TCP, _QUICK, 1)
        count = self.source.recv_into(buffer)
        self.ended = count == 0
        return count

    def makefile(self, _: str) -> io.BufferedReader:
        """What `HTTPResponse` asks a socket for."""
        return io.BufferedReader(self, PIECE)


class _Raw(httpx.SyncByteStream):
    """Pieces for httpx to decode."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self.pieces


def _is_quiet(kept: socket.socket) -> bool:
    """Whether nothing has come since the last answer: neither its end nor anything that was not asked for."""
    kept.settimeout(0)
    try:
        kept.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        return True
    except OSError:
        return False
    return False


def _pieces(answer: HTTPResponse) -> Iterator[bytes]:
    """The body as it comes. Raises HTTPException where it ends too early."""
    while piece := answer.read1(PIECE):
        yield piece
    if answer.length:
        raise HTTPException(f"{answer.length} bytes are missing")


def _decoded(pieces: Iterator[bytes], headers: Headers) -> Iterator[bytes]:
    """The body as it was before compression. Raises httpx.DecodingError."""
    if not any(name == "content-encoding" for name, _ in headers):
        return pieces
    return httpx.Response(200, headers=list(headers), stream=_Raw(pieces)).iter_bytes()


def _gather(content: bytearray, pieces: Iterator[bytes], until: float, size: int) -> str:
    """Collect a body; "" or the bound that it met."""
    for piece in pieces:
        content += piece
        if len(content) > size:
            return "flood"
        if time.monotonic() > until:
            return "timeout"
    return ""
