"""A running server by its URL: the accepted servers, and the message for all others."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.errors import EnvironmentFailed, UsageError
from conformance.servers import connect as module
from conformance.servers.connect import check_url, connect, read_token
from conformance.servers.document import document
from conformance.targets.target import Target, load_target

TOKEN = "0123456789abcdef0123456789abcdef01234567"
VERSION = {"release": "1.21.0", "edition": "Enterprise"}
DOCUMENT = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}}


@dataclass
class Running:
    """A test server: its responses by path, and the requests that it received."""

    url: str = ""
    responses: dict[str, tuple[int, Any]] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture
def running() -> Iterator[Running]:
    running = Running(responses={"/api/version": (200, VERSION), "/api/current-user/whoami": (200, {"id": 1})})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            running.requests.append((self.path, self.headers.get("Authorization", "")))
            status, body = running.responses.get(self.path, (404, b"<html>no such page</html>"))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        running.url = f"http://127.0.0.1:{server.server_port}"
        yield running
        server.shutdown()


@pytest.fixture
def target() -> Target:
    return load_target()


# URLs


def test_a_running_server_has_a_version_and_an_edition(running: Running, target: Target) -> None:
    server = connect(f"{running.url}/", target, TOKEN)
    assert (server.url, server.version, server.edition) == (running.url, "1.21.0", "Enterprise")
    assert not server.managed
    assert running.requests[-1] == ("/api/current-user/whoami", f"Token {TOKEN}")


@pytest.mark.parametrize(
    "url", ["localhost:8080", "ftp://localhost", "http://", "", "/api", "https:///x", "http://a:0"]
)
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(UsageError, match="is not an http or https URL"):
        check_url(url)


@pytest.mark.parametrize("url", ["http://localhost:port", "http://[::1", "http://localhost:70000"])
def test_a_malformed_url_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="cannot be parsed"):
        check_url(url)


@pytest.mark.parametrize("url", ["http://localhost/?token=1", "http://localhost/#top"])
def test_a_url_with_a_query_or_fragment_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="has a query or a fragment"):
        check_url(url)


@given(st.text("abcxyz019.~", min_size=1), st.text("abcxyz019.~", min_size=1))
def test_credentials_in_a_url_are_refused_and_not_shown(name: str, password: str) -> None:
    with pytest.raises(UsageError, match="holds a user name or password") as refused:
        check_url(f"http://{name}:S3CRET{password}@localhost:8080")
    assert "S3CRET" not in str(refused.value)


def test_a_server_below_a_path_keeps_it() -> None:
    assert check_url(" https://example.org/label-studio/ ") == "https://example.org/label-studio"


# The server


def test_no_server_at_the_url_is_an_error(running: Running, target: Target) -> None:
    with pytest.raises(EnvironmentFailed, match=r"http://127\.0\.0\.1:1 does not respond: GET /api/version: .*refused"):
        connect("http://127.0.0.1:1", target, TOKEN)


@pytest.mark.parametrize(
    "response", [(404, b"<html>"), (200, b"hello"), (200, {"version": "2"}), (200, []), (502, b"")]
)
def test_another_kind_of_server_is_an_error(running: Running, target: Target, response: tuple[int, Any]) -> None:
    running.responses["/api/version"] = response
    with pytest.raises(
        EnvironmentFailed, match=f"is not a label-studio server: GET /api/version returned {response[0]}"
    ):
        connect(running.url, target, TOKEN)


def test_a_redirect_is_reported(running: Running, target: Target) -> None:
    running.responses["/api/version"] = (301, b"")
    with pytest.raises(EnvironmentFailed, match="whether it redirects elsewhere"):
        connect(running.url, target, TOKEN)


def test_an_endless_response_is_an_error(running: Running, target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 1 << 20)
    running.responses["/api/version"] = (200, b" " * (2 << 20))
    with pytest.raises(EnvironmentFailed, match="with more than 1 MiB"):
        connect(running.url, target, TOKEN)


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_token_is_reported_and_not_shown(running: Running, target: Target, status: int) -> None:
    running.responses["/api/current-user/whoami"] = (status, {"detail": f"Invalid token {TOKEN}."})
    with pytest.raises(UsageError, match=f"refuses the token \\({status}\\): Invalid token") as refused:
        connect(running.url, target, TOKEN)
    assert TOKEN not in str(refused.value)
    assert "LABEL_STUDIO_API_KEY" in str(refused.value)


def test_a_failing_account_endpoint_is_reported(running: Running, target: Target) -> None:
    running.responses["/api/current-user/whoami"] = (500, b"out of order " * 100)
    with pytest.raises(EnvironmentFailed, match="with 500: out of order"):
        connect(running.url, target, TOKEN)


@pytest.mark.parametrize("page", ["projects", "projects/11/data", "user/account/"])
@pytest.mark.parametrize("has_version", [False, True])
def test_the_url_of_a_page_is_reported_with_that_of_its_server(
    running: Running, target: Target, page: str, has_version: bool
) -> None:
    if has_version:  # a real server matches the end of that path only
        running.responses[f"/{page.strip('/')}/api/version"] = (200, VERSION)
    with pytest.raises(EnvironmentFailed, match=f"if /{page.strip('/')} is a page .* give {running.url} instead"):
        connect(f"{running.url}/{page}", target, TOKEN)


def test_a_server_at_the_root_is_given_no_advice_about_pages(running: Running, target: Target) -> None:
    running.responses["/api/current-user/whoami"] = (404, b"")
    with pytest.raises(EnvironmentFailed, match="with 404") as refused:
        connect(running.url, target, TOKEN)
    assert "page" not in str(refused.value)


def test_a_token_that_expires_is_refused_before_it_is_sent(running: Running, target: Target) -> None:
    with pytest.raises(UsageError, match="JSON Web Token") as refused:
        connect(running.url, target, "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.c2lnbmF0dXJl")
    assert "eyJ" not in str(refused.value)
    assert running.requests == []


# Tokens


def test_a_token_comes_from_the_environment(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", f"{TOKEN}\n")
    assert read_token(target) == TOKEN


def test_a_token_file_takes_precedence_over_the_environment(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", "another")
    (tmp_path / "token").write_text(f" {TOKEN}\r\n")
    assert read_token(target, tmp_path / "token") == TOKEN


def test_a_missing_token_is_reported(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LABEL_STUDIO_API_KEY", raising=False)
    with pytest.raises(UsageError, match=r"LABEL_STUDIO_API_KEY is not set\.\n.*--token-file"):
        read_token(target)


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_token_is_reported(target: Target, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", text)
    with pytest.raises(UsageError, match="the environment variable LABEL_STUDIO_API_KEY is empty"):
        read_token(target)
    (tmp_path / "token").write_text(text)
    with pytest.raises(UsageError, match=r"the token file .* is empty"):
        read_token(target, tmp_path / "token")


@pytest.mark.parametrize("content", [b"two words", b"a\nb", b"t\xc3\xb6ken", b"\x07"])
def test_a_malformed_token_is_reported_and_not_shown(target: Target, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "token").write_bytes(content)
    with pytest.raises(UsageError, match="holds no token") as refused:
        read_token(target, tmp_path / "token")
    assert content.decode() not in str(refused.value)


def test_an_unreadable_token_file_is_reported(target: Target, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file or directory"):
        read_token(target, tmp_path / "token")
    with pytest.raises(UsageError, match="cannot be read: Is a directory"):
        read_token(target, tmp_path)
    (tmp_path / "token").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="cannot be read: it is not text"):
        read_token(target, tmp_path / "token")


# Its OpenAPI document


def test_the_first_path_with_a_document_counts(running: Running, target: Target) -> None:
    running.responses["/docs/api/schema/?format=json"] = (200, DOCUMENT)
    running.responses["/docs/api/?format=openapi"] = (200, {**DOCUMENT, "openapi": "3.1.0"})
    assert document(connect(running.url, target, TOKEN), target) == DOCUMENT


def test_a_swagger_document_is_converted(running: Running, target: Target) -> None:
    swagger = {"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {}, "basePath": "/"}
    running.responses["/docs/api/schema/?format=json"] = (200, b"<html>")
    running.responses["/docs/api/?format=openapi"] = (200, swagger)
    assert document(connect(running.url, target, TOKEN), target)["openapi"] == "3.0.3"


def test_a_server_without_a_document_is_reported_with_the_paths_tried(running: Running, target: Target) -> None:
    running.responses["/docs/api/?format=openapi"] = (200, {"no": "document"})
    with pytest.raises(EnvironmentFailed) as failed:
        document(connect(running.url, target, TOKEN), target)
    assert "GET /docs/api/schema/?format=json: 404\n" in str(failed.value)
    assert "GET /docs/api/?format=openapi: 200, no OpenAPI document" in str(failed.value)
