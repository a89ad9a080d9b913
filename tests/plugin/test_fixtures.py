"""The fixtures for people's own tests: clients over recorded and generated responses, and for a server."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from conformance.cassettes.formats import FORMATS
from conformance.fixture_clients import FixtureClients
from conformance.offline_clients import GeneratedResponses, NoResponse
from conformance.servers.server import Server
from conformance.settings import CheckSettings
from conformance.targets.client import BASE_URL
from conformance.wire import Request, json_response
from tests.plugin.conftest import FAUX, PLUGINS, Repository
from tests.recordings import PROJECT, SERVER, recorded
from tests.vocabulary import approved_contract

ARGUMENTS = (*(word for name in PLUGINS for word in ("-p", name)), "-p", "no:cacheprovider", "--strict-markers", "-rA")


def run(repository: Repository, tests: str, *options: str) -> pytest.RunResult:
    """Run tests of the user's own."""
    repository.pytester.makepyfile(check_own=tests)
    return repository.pytester.runpytest_inprocess(*ARGUMENTS, "--assert=plain", *options)


def record_project(repository: Repository, server: str = SERVER, title: str = "Birds") -> None:
    """Write a cassette of one call of acme."""
    place = repository.pytester.path / "cassettes" / "target" / server
    place.mkdir(parents=True)
    entries = recorded("projects.get", {"project": 7}, json_response(200, {**PROJECT, "title": title}), server=server)
    (place / "projects.get.jsonl").write_text(FORMATS[".jsonl"].write(entries), encoding="utf-8")


def test_a_recorded_request_gets_the_response_of_the_newest_server(repository: Repository) -> None:
    record_project(repository, title="Birds")
    record_project(repository, server="1.9.0", title="Old birds")
    result = run(
        repository,
        """
        import asyncio

        def test_sync(conformance_replayed_client, conformance_requests):
            assert conformance_replayed_client.projects.get(project=7).title == "Birds"
            assert [request.path for request in conformance_requests] == ["/api/projects/7/"]

        def test_async(conformance_replayed_async_client):
            assert asyncio.run(conformance_replayed_async_client.projects.get(project=7)).title == "Birds"
        """,
    )
    result.assert_outcomes(passed=2)


def test_a_request_that_was_not_recorded_is_an_error_with_the_nearest(repository: Repository) -> None:
    record_project(repository)
    result = run(
        repository,
        """
        def test_other(conformance_replayed_client):
            conformance_replayed_client.projects.get(project=8)
        """,
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*no recording of GET /api/projects/8/.", "*Nearest: GET /api/projects/7/ (projects.get, simplest)"]
    )


def test_generated_responses_depend_on_the_seed_and_the_requests_alone(repository: Repository) -> None:
    tests = """
        def titles(client):
            projects = [client.projects.get(project=number) for number in (1, 2)]
            return [project.title for project in (*projects, *client.projects.list())]

        def test_one(conformance_generated_client):
            print("it is", titles(conformance_generated_client))

        def test_other(conformance_generated_client):
            print("it is", titles(conformance_generated_client))
        """
    lines = [
        [line for line in run(repository, tests, f"--conformance-seed={seed}").outlines if line.startswith("it is")]
        for seed in (1, 1, 2)
    ]
    first, again, other = lines
    assert len(first) == 2
    assert len(set(first)) == 1
    assert first == again != other


def test_a_request_of_no_operation_is_an_error() -> None:
    respond = GeneratedResponses(approved_contract()).wire(seed=0)
    with pytest.raises(NoResponse, match=r"no operation of the SDK sends POST /api/none/\?a=1"):
        respond(Request("POST", f"{BASE_URL}/api/none/?a=1", (), b""))


def test_a_pager_that_was_left_early_starts_again() -> None:
    respond = GeneratedResponses(approved_contract()).wire(seed=0)
    first = Request("GET", f"{BASE_URL}/api/projects/", (), b"")
    second = Request("GET", f"{BASE_URL}/api/projects/?page=2", (), b"")
    sizes = [len(json.loads(respond(request).content)["results"]) for request in (first, second, first, second, second)]
    assert sizes == [2, 1, 2, 1, 0]


def test_tests_with_a_server_are_marked_and_others_are_not(repository: Repository) -> None:
    tests = """
        def test_with(conformance_live_client):
            pass

        def test_without():
            pass
        """
    run(repository, tests).assert_outcomes(passed=1, skipped=1)
    run(repository, tests, "-m", "live").assert_outcomes(skipped=1, deselected=1)
    run(repository, tests, "-m", "not live").assert_outcomes(passed=1, deselected=1)


def test_a_mistake_is_one_message(repository: Repository) -> None:
    tests = """
        def test_it(conformance_replayed_client):
            pass
        """
    result = run(repository, tests, "--conformance-cassettes=missing")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*--conformance-cassettes missing: the folder does not exist.*"])
    assert "Traceback" not in result.stdout.str()


def test_every_fixture_has_the_prefix_and_a_description(repository: Repository) -> None:
    lines = run(repository, "def test_it(): pass", "--fixtures").outlines
    fixtures = {line.partition(" ")[0] for line in lines if line.startswith("conformance_")}
    assert fixtures >= {
        "conformance_server", "conformance_requests", "conformance_live_client",
        "conformance_replayed_client", "conformance_replayed_async_client",
        "conformance_generated_client", "conformance_generated_async_client",
    }  # fmt: skip
    assert not any("no docstring" in line for line in lines if "conformance" in line)


def test_a_live_client_sends_its_token_to_the_server_and_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(FAUX)
    received: list[tuple[str, str | None]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that http.server calls
            received.append((self.path, self.headers["Authorization"]))
            body = json.dumps(PROJECT).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        Thread(target=listening.serve_forever, daemon=True).start()
        server = Server(
            url=f"http://127.0.0.1:{listening.server_port}",
            version="1.0",
            edition="x",
            managed=False,
            token="the-token",
        )
        clients = FixtureClients(CheckSettings(target=str(FAUX / "target")))
        with clients.live(server) as client:
            assert client.projects.get(project=7).title == PROJECT["title"]
        with pytest.raises(RuntimeError, match="closed"):
            client.projects.get(project=7)
        listening.shutdown()
    assert received == [("/api/projects/7/", "Token the-token")]
