"""Personal access tokens are exchanged for access tokens; any other token is sent as it is."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from conformance.errors import EnvironmentFailed, UsageError
from conformance.servers.connect import connect, credentials_of, server_client
from conformance.servers.credentials import Credentials
from conformance.servers.server import Server
from conformance.servers.server_wire import RequestLimits, ServerGone, ServerWire
from conformance.targets.client import BASE_URL
from conformance.targets.target import load_target
from conformance.wire import Request
from tests.servers.tokens import access_token, jwt, personal_token

TARGET = load_target()
LEGACY = "0123456789abcdef0123456789abcdef01234567"
SENT_BY_SDK = Request("GET", f"{BASE_URL}/api/projects/", (("authorization", "Token placeholder"),), b"")


@dataclass
class Exchange:
    """A server that exchanges one personal access token. It accepts the last access token only, until it is revoked."""

    token: str = field(default_factory=personal_token)
    url: str = ""
    seconds: int = 300  # that access tokens are valid for
    exchanges: int = 0
    refresh_status: int = 200
    received: list[tuple[str, str]] = field(default_factory=list)

    @property
    def access(self) -> str:
        return access_token(self.exchanges, self.seconds)

    def respond(self, path: str, header: str, body: bytes) -> tuple[int, object]:
        self.received.append((path, header))
        match path:
            case "/api/version":
                return 200, {"release": "1.23.2", "edition": "Community"}
            case "/api/token/refresh/":
                if self.refresh_status != 200:
                    return self.refresh_status, {"detail": f"Token is blacklisted: {self.token}"}
                if json.loads(body) != {"refresh": self.token}:
                    return 401, {"detail": "Token is invalid"}
                self.exchanges += 1
                return 200, {"access": self.access}
        allowed = self.exchanges and header == f"Bearer {self.access}"
        return (200, {"id": 1}) if allowed else (401, {"detail": f"refused: {header}"})


@pytest.fixture
def server() -> Iterator[Exchange]:
    exchange = Exchange()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, payload = exchange.respond(self.path, self.headers.get("Authorization", ""), body)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(payload).encode())

        do_POST = do_GET  # noqa: N815  # the name is the base class's

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
        exchange.url = f"http://127.0.0.1:{listening.server_port}"
        yield exchange
        listening.shutdown()


def wire_to(server: Exchange) -> ServerWire:
    described = Server(url=server.url, version="1", edition="Test", managed=False, token=server.token)
    credentials = credentials_of(TARGET, server.token)
    return ServerWire(
        described, placeholder="placeholder", limits=RequestLimits(), permit=lambda _: None, credentials=credentials
    )


def test_a_personal_access_token_is_accepted_and_exchanged(server: Exchange) -> None:
    assert connect(server.url, TARGET, server.token).token == server.token
    assert [path for path, _ in server.received] == [
        "/api/version",
        "/api/token/refresh/",
        "/api/current-user/whoami",
    ]
    assert server.token not in str(server.received)  # only in the body of the exchange


def test_any_other_token_is_sent_as_it_is(server: Exchange) -> None:
    for token in (LEGACY, "a.b.c", "eyJhbGciOiJIUzI1NiJ9.not-json.x"):
        assert credentials_of(TARGET, token).header == f"Token {token}"
    with pytest.raises(UsageError, match="allows legacy tokens, or give a personal access token"):
        connect(server.url, TARGET, LEGACY)


def test_the_token_takes_the_place_of_the_first_argument_whatever_its_name() -> None:
    other = replace(
        TARGET, client_arguments={"token": "x", "project": "y"}, headers={"Authorization": "Bearer {token}"}
    )
    assert credentials_of(other, "an-opaque-token").header == "Bearer an-opaque-token"


def test_a_target_without_personal_access_tokens_sends_every_token_as_it_is() -> None:
    credentials = Credentials(personal_token(), legacy="Key {api_key}")
    credentials.check()
    assert credentials.header == f"Key {credentials.token}"


@pytest.mark.parametrize(
    ("token", "message"),
    [
        (personal_token(-86_400), r"expired on \d{4}-\d\d-\d\d"),
        (access_token(1), "is an access token, which expires after some minutes"),
        (personal_token().rpartition(".")[0], "without its last part"),
        (jwt(token_type="refresh"), "does not say when it expires"),
        (jwt(user=1), "`token_type` should be 'refresh'; given: no such claim"),
        (jwt(token_type="sliding"), "given: 'sliding'"),
    ],
    ids=["expired", "access token", "last part missing", "no expiry", "no type", "another type"],
)
def test_a_token_that_cannot_be_used_is_refused_before_it_is_sent(server: Exchange, token: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as refused:
        connect(server.url, TARGET, token)
    assert "Next: create a personal access token" in str(refused.value)
    assert token not in str(refused.value)
    assert server.received == []


def test_a_revoked_token_is_reported_and_not_shown(server: Exchange) -> None:
    server.refresh_status = 401
    with pytest.raises(UsageError, match=r"refuses the personal access token \(401\): Token is blacklisted") as refused:
        connect(server.url, TARGET, server.token)
    assert server.token not in str(refused.value)


def test_a_server_without_personal_access_tokens_is_reported(server: Exchange) -> None:
    server.refresh_status = 404
    with pytest.raises(UsageError, match="has no personal access tokens: POST /api/token/refresh/ returned 404"):
        connect(server.url, TARGET, server.token)


def test_the_url_of_a_page_is_not_taken_for_a_server_without_personal_access_tokens(server: Exchange) -> None:
    with pytest.raises(UsageError, match="if /projects is a page of the server, give http://sdk:8080 instead"):
        credentials_of(TARGET, server.token).renew(lambda *_: (404, b""), "http://sdk:8080/projects")


def test_a_server_that_fails_to_exchange_is_no_mistake_of_the_user(server: Exchange) -> None:
    server.refresh_status = 500
    with pytest.raises(EnvironmentFailed, match="returned 500 without `access`"):
        connect(server.url, TARGET, server.token)


def test_the_wire_exchanges_once_for_many_requests(server: Exchange) -> None:
    wire = wire_to(server)
    assert [wire(SENT_BY_SDK).status for _ in range(3)] == [200, 200, 200]
    assert server.exchanges == 1
    assert wire.stats.requests == 4
    wire.close()


def test_the_wire_exchanges_again_before_an_access_token_expires(server: Exchange) -> None:
    server.seconds = 1
    wire = wire_to(server)
    assert wire(SENT_BY_SDK).status == 200
    wire.credentials.renew_at -= 1
    assert wire(SENT_BY_SDK).status == 200
    assert server.exchanges == 2
    wire.close()


def test_the_wire_exchanges_again_if_the_server_refuses_an_access_token(server: Exchange) -> None:
    wire = wire_to(server)
    assert wire(SENT_BY_SDK).status == 200
    server.exchanges += 1  # the server no longer knows the last one
    assert wire(SENT_BY_SDK).status == 200
    wire.close()


def test_a_token_that_is_revoked_during_a_run_ends_it(server: Exchange) -> None:
    wire = wire_to(server)
    assert wire(SENT_BY_SDK).status == 200
    server.refresh_status, server.exchanges = 401, 0
    with pytest.raises(ServerGone, match="refuses the personal access token"):
        wire(SENT_BY_SDK)
    with pytest.raises(ServerGone):
        wire(SENT_BY_SDK)
    wire.close()


def test_another_users_token_is_never_exchanged(server: Exchange) -> None:
    wire = wire_to(server)
    with wire.as_user(LEGACY):
        assert wire(SENT_BY_SDK).status == 401
    assert server.exchanges == 0
    assert server.received == [("/api/projects/", f"Token {LEGACY}")]
    wire.close()


def test_clients_of_this_project_exchange_again_if_the_server_refuses(server: Exchange) -> None:
    described = Server(url=server.url, version="1", edition="Test", managed=False, token=server.token)
    with server_client(described, TARGET) as client:
        assert client.get("/api/projects/").status_code == 200
        server.exchanges += 1
        assert client.get("/api/projects/").status_code == 200
        server.refresh_status, server.exchanges = 401, 0
        with pytest.raises(UsageError, match="refuses the personal access token"):
            client.get("/api/projects/")


def test_no_token_is_shown_by_repr() -> None:
    credentials = credentials_of(TARGET, personal_token())
    credentials.access = access_token(1)
    assert "eyJ" not in repr(credentials)
