"""A server with acme's whole interface on the loopback, which a test can fill, break, stop and restart."""

from __future__ import annotations

import json
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from conformance.contract.openapi import to_openapi
from tests.vocabulary import approved_contract

TOKEN: Final = "a1b2c3d4e5f60718293a4b5c6d7e8f9011223344"
FIRST: Final = 101  # the first identity of each type
DAY: Final = "2025-03-04T05:06:07Z"
Reply = tuple[int, Any]


@dataclass(frozen=True)
class ReceivedRequest:
    """One request that the server received."""

    method: str
    path: str
    query: dict[str, list[str]]
    body: bytes

    @property
    def steps(self) -> list[str]:
        return [unquote(step) for step in self.path.strip("/").split("/")]

    def payload(self) -> Any:
        """The JSON of the body. Raises ValueError."""
        return json.loads(self.body or b"null")


Mood = Callable[["Handler", ReceivedRequest], bool]  # breaks a request; returns False to respond normally


class Page(bytes):
    """The content of a page for browsers."""


@dataclass
class Store:
    """The data of a server. The SDK does not know `users` and `webhooks`."""

    projects: dict[int, dict[str, Any]] = field(default_factory=dict)
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    users: list[str] = field(default_factory=list)
    webhooks: list[str] = field(default_factory=list)
    numbers: int = FIRST

    def next_number(self) -> int:
        """A new identity."""
        self.numbers += 1
        return self.numbers - 1

    def fill(self, count: int = 3) -> None:
        """Store objects that no run created."""
        for number in range(count):
            project = self.project({"title": f"of another user {number}"})
            self.members[f"{project['id']}/anna"] = {"id": number, "role": "owner", "joined": "2024-05-06"}
            self.task({"data": {"text": "theirs"}}, project["id"])
            self.files[f"theirs-{number}.txt"] = {"project": project["id"], "content": f"theirs {number}"}
        self.users, self.webhooks = ["anna", "berta"], ["http://127.0.0.1:9/hook"]

    def project(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Store a new project."""
        number = self.next_number()
        labels = [{"name": name} for name in fields.pop("labels", None) or []]
        self.projects[number] = {
            "id": number, "title": "", "created_at": DAY, "description": None, "labels": labels, "task_count": 0,
            **{name: value for name, value in fields.items() if name in {"title", "description", "state", "due"}},
        }  # fmt: skip
        return self.projects[number]

    def task(self, fields: dict[str, Any], project: int) -> str:
        """Store a new task."""
        number = str(self.next_number())
        self.tasks[number] = {
            "id": number, "key": f"00000000-0000-4000-8000-{int(number):012d}", "data": fields.get("data") or {},
            "answers": [], "project": project,
        }  # fmt: skip
        return number


class AcmeServer:
    """The server. `requests` are the requests so far, `mood` breaks them, and `before` is called with each."""

    def __init__(self, store: Store) -> None:
        self.store, self.requests = store, []  # type: tuple[Store, list[ReceivedRequest]]
        self.mood: Mood = lambda *_: False
        self.before: Callable[[ReceivedRequest], None] = lambda _: None
        self.lock = threading.Lock()
        self.change: Callable[[ReceivedRequest, Reply], Reply] = lambda _, reply: reply
        self.port = 0
        self.stuck = threading.Event()  # while it is set, the server does not respond
        self.open: set[socket.socket] = set()
        self._listening: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, after a restart on the same port."""
        listening = _Listening(("127.0.0.1", self.port), Handler)
        listening.server = self
        self.port = listening.server_port
        self._listening = listening
        self._thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        if self._listening is not None and self._thread is not None:
            self._listening.shutdown()
            self._thread.join()
            self._listening.server_close()
            self._listening = None
        for connection in list(self.open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def foreign(self) -> dict[str, Any]:
        """Everything that is stored and that no run created, for comparisons."""
        return {**deepcopy(vars(self.store)), "numbers": 0}

    # -- responses

    def respond(self, request: ReceivedRequest) -> Reply:
        """The response of a correct server."""
        with self.lock:
            try:
                match request.steps:
                    case ["api", "projects"]:
                        return self._projects(request)
                    case ["api", "projects", number]:
                        return self._project(request, int(number))
                    case ["api", "projects", number, "members", *name]:
                        return self._members(request, int(number), *name)
                    case ["api", "projects", number, "files"]:
                        return self._upload(request, int(number))
                    case ["api", "files", name]:
                        return 200, self.store.files[name]["content"].encode()
                    case ["api", "tasks", *rest]:
                        return self._tasks(request, *rest)
                    case ["api", "events"]:
                        return 200, [{"id": 1, "at": DAY, "actor": "anna"}]
            except KeyError:
                return 404, {"detail": "no such thing", "code": 404}
            except (ValueError, TypeError, AttributeError):
                return 400, {"detail": "refused", "code": 7}
        return 404, {"detail": "no such route"}

    def _projects(self, request: ReceivedRequest) -> Reply:
        if request.method == "POST":
            fields = request.payload()
            if not isinstance(fields.get("title"), str) or not isinstance(fields.get("description") or "", str):
                return 400, {"detail": "a title is a text", "code": 7}
            return 201, self.store.project(fields)
        size, page = int(request.query.get("page_size", ["100"])[0]), int(request.query.get("page", ["1"])[0])
        wanted = {int(task_id) for task_id in request.query.get("ids", [])}
        found = [project for project in self.store.projects.values() if not wanted or project["id"] in wanted]
        shown = found[(page - 1) * size : page * size]
        following = f"/api/projects/?page={page + 1}" if page * size < len(found) else None
        return 200, {"count": len(found), "results": shown, "next": following}

    def _project(self, request: ReceivedRequest, number: int) -> Reply:
        project = self.store.projects[number]
        if request.method == "PATCH":
            fields = request.payload()
            if not isinstance(fields.get("score") or 0, (int, float)):
                return 400, {"detail": "a score is a number", "code": 7}
            project.update(fields)
        elif request.method == "DELETE":
            del self.store.projects[number]
            for kept in (self.store.tasks, self.store.files):
                for key in [key for key, task in kept.items() if task["project"] == number]:
                    del kept[key]
            for key in [key for key in self.store.members if key.startswith(f"{number}/")]:
                del self.store.members[key]
            return 204, None
        return 200, project

    def _members(self, request: ReceivedRequest, number: int, name: str = "") -> Reply:
        assert self.store.projects[number]
        if request.method == "PUT":
            member = {"id": self.store.next_number(), "role": request.payload()["role"]}
            return 200, self.store.members.setdefault(f"{number}/{name}", member)
        return 200, [member for key, member in self.store.members.items() if key.startswith(f"{number}/")]

    def _upload(self, request: ReceivedRequest, number: int) -> Reply:
        assert self.store.projects[number]
        name = f"{uuid.uuid5(uuid.NAMESPACE_URL, str(self.store.next_number()))}.txt"
        self.store.files[name] = {"project": number, "content": "content"}
        return 201, {"name": name, "size": len(request.body)}

    def _tasks(self, request: ReceivedRequest, number: str = "", step: str = "") -> Reply:
        if request.method == "POST":
            project = int(request.query["project"][0])
            assert self.store.projects[project]
            return 201, {"ids": [self.store.task(task, project) for task in request.payload()]}
        task = {key: value for key, value in self.store.tasks[number].items() if key != "project"}
        return (200, {"kind": "choice", "choices": ["good"]}) if step == "answer" else (200, task)


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 32
    server: AcmeServer


class Handler(BaseHTTPRequestHandler):
    """Handles the requests of one connection."""

    protocol_version = "HTTP/1.1"

    @property
    def acme(self) -> AcmeServer:
        """The server of this connection."""
        listening = self.server
        assert isinstance(listening, _Listening)
        return listening.server

    def do_GET(self) -> None:
        acme = self.acme
        while acme.stuck.is_set():
            threading.Event().wait(0.05)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = urlsplit(self.path)
        request = ReceivedRequest(self.command, parts.path, parse_qs(parts.query, keep_blank_values=True), body)
        special = {
            "/health": {"status": "UP"},
            "/version": {"release": "1.0.0", "edition": "faux"},
            "/document": to_openapi(approved_contract()),
        }
        if parts.path in special:
            self.send_reply(200, special[parts.path])
        elif TOKEN not in self.headers.get("Authorization", ""):
            self.send_reply(401, {"detail": "not authenticated", "code": 401})
        elif parts.path == "/account":
            self.send_reply(200, {"name": "tester"})
        else:
            acme.requests.append(request)
            acme.before(request)
            if not acme.mood(self, request):
                self.send_reply(*acme.change(request, acme.respond(request)))

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET  # noqa: N815  # the names are the base class's

    def send_reply(self, status: int, payload: Any) -> None:
        """Send a complete response: a page or other bytes unchanged, anything else as JSON."""
        body = payload if isinstance(payload, bytes) else b"" if payload is None else json.dumps(payload).encode()
        kind = "application/octet-stream" if isinstance(payload, bytes) else "application/json"
        kind = "text/html" if isinstance(payload, Page) else kind
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def handle(self) -> None:
        """Ignore clients that disconnect."""
        self.acme.open.add(self.connection)
        try:
            super().handle()
        except OSError:
            self.close_connection = True
        finally:
            self.acme.open.discard(self.connection)


@contextmanager
def acme_server(store: Store | None = None) -> Iterator[AcmeServer]:
    """A running server."""
    server = AcmeServer(store or Store())
    server.start()
    try:
        yield server
    finally:
        server.stuck.clear()
        server.stop()
