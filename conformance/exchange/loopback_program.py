"""The lines of a program for an SDK that takes no transport: a server on the loopback interface, and its client."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from conformance.contract.model import Twin
from conformance.targets.target import Target
from conformance.wire import Response

_SERVER: Final = '''

class Handler(BaseHTTPRequestHandler):
    def respond(self):
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        print(self.command, self.path{also}, content.decode("utf-8", "replace"))
        response = responses.pop(0) if len(responses) > 1 else responses[0]
        if response["fault"]:
            return  # the connection is closed
        self.send_response(response["status_code"])
        for name, value in response["headers"].items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(response["content"])))
        self.end_headers()
        self.wfile.write(response["content"])

    do_DELETE = do_GET = do_HEAD = do_OPTIONS = do_PATCH = do_POST = do_PUT = respond


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{{server.server_port}}"'''


def import_lines(target: Target, parts: Collection[str], twin: Twin) -> set[str]:
    """The imports of the other lines. `parts` are the classes with the operations that the program calls."""
    return {
        "from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer",
        "from threading import Thread",
        "from types import SimpleNamespace",
        f"from {target.package} import {target.family.configuration}",
        *(f"from {target.package}.{target.family.parts} import {part}" for part in parts),
        target.client_import(twin),
    }


def server_lines(responses: Iterable[tuple[Response, Mapping[str, str]]], also: str = "") -> list[str]:
    """The server. Each response has the headers that are sent; `also` is an expression that each request prints."""
    rows = (
        f'    {{"status_code": {response.status or 200}, "headers": {dict(headers)!r}, '
        f'"content": {response.content!r}, "fault": {response.fault!r}}},'
        for response, headers in responses
    )
    return ["responses = [", *rows, "]", _SERVER.format(also=f", {also}" if also else "")]


def client_lines(target: Target, parts: Collection[str], twin: Twin) -> list[str]:
    """The client: an object with the parts by name, whose requests go to the server."""
    family = target.family
    arguments = "".join(f", {name}={value!r}" for name, value in target.client_arguments.items())
    made = ", ".join(f"{part}={part}({target.client_class(twin)}(configuration))" for part in parts)
    return [
        f"configuration = {family.configuration}({target.base_url_argument}=address{arguments})",
        f"client = SimpleNamespace({made})",
    ]
