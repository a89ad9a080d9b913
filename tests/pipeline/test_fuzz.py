"""Schemathesis' share of a live run: complaints become findings of the SDK's operations, without secrets."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from conformance.finding import Blame
from conformance.pipeline.fuzz import FuzzResult, run_fuzz
from conformance.servers.live_values import SeededServer
from conformance.servers.server import Server
from conformance.targets.target import load_target
from tests.vocabulary import SilentConsole

TOKEN = "5f" * 20
THING = {
    "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
    "responses": {"200": {"description": "", "content": {"application/json": {"schema": {"type": "object"}}}}},
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "things", "version": "1"},
    "paths": {
        "/api/things/{id}/": {"get": THING, "delete": THING},
        "/api/other/": {"get": {"responses": THING["responses"]}},
    },
}
SEEDED = SeededServer(
    ids={"/api/things": (7,)},
    operations={"GET /api/things/{id}/": "things.get", "DELETE /api/things/{id}/": "things.delete"},
    dangerous=("DELETE /api/things/{id}/",),
)


class Things(BaseHTTPRequestHandler):
    """Respond to every request for a thing with an error that contains its secret; all other requests succeed."""

    protocol_version = "HTTP/1.1"
    requests: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.requests.append(f"{self.command} {self.path}")
        failed = self.path.startswith("/api/things/")
        body = json.dumps({"detail": self.headers["Authorization"]} if failed else {}).encode()
        self.send_response(500 if failed else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


for verb in ("DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE"):
    setattr(Things, f"do_{verb}", Things.do_GET)


@contextmanager
def things() -> Iterator[Server]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Things) as listening:
        threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
        yield Server(
            url=f"http://127.0.0.1:{listening.server_port}", version="1", edition="", managed=True, token=TOKEN
        )
        listening.shutdown()


@pytest.fixture(scope="module")
def fuzzed() -> FuzzResult:
    with things() as server:
        return run_fuzz(server, load_target(), DOCUMENT, SEEDED, seed=0, console=SilentConsole())


def test_a_complaint_is_a_finding_of_the_sdk_s_operation(fuzzed: FuzzResult) -> None:
    failed = next(finding for finding in fuzzed.findings if finding.id == "fuzz_server_error: things.get.ST101")
    assert failed.blame is Blame.SERVER
    assert failed.evidence is not None
    assert failed.evidence.request.startswith("GET ")
    assert fuzzed.requests > fuzzed.operations > 0


def test_a_complaint_about_what_the_sdk_lacks_names_the_document_s_operation(fuzzed: FuzzResult) -> None:
    assert all(finding.operation in {"things.get", "things.delete", "(package)"} for finding in fuzzed.findings)


def test_requests_that_would_break_the_run_are_never_sent(fuzzed: FuzzResult) -> None:
    assert Things.requests
    assert not [request for request in Things.requests if request.startswith("DELETE /api/things/")]


def test_no_token_is_in_a_finding(fuzzed: FuzzResult) -> None:
    assert TOKEN not in json.dumps([finding.to_json() for finding in fuzzed.findings])
