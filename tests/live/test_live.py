"""Whole live runs against acme's server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.finding import PACKAGE
from tests.live.acme_server import AcmeServer, Page, ReceivedRequest, Store
from tests.live.conftest import Open, Run, judged_all


def result(run: Run, server: AcmeServer, work: Path, *arguments: str) -> dict[str, Any]:
    """The result document of a complete run, without times."""
    done = run("live", "--url", server.url, "--rate", "1000", "--report", "r.json", *arguments)
    assert done.returncode in {0, 1}, done.stderr
    document: dict[str, Any] = json.loads((work / "r.json").read_text())
    document.pop("times")
    return document


def test_two_runs_against_fresh_servers_are_byte_equal(opened: Open, server: AcmeServer) -> None:
    first = judged_all(opened(examples=5))
    server.store = Store()
    second = judged_all(opened(examples=5))
    # the interactions contain times
    assert {path: result.judgement for path, result in first.items()} == {
        path: result.judgement for path, result in second.items()
    }


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["owned", "read-only"])
def test_two_runs_against_one_server_differ_only_in_their_requests(
    run: Run, server: AcmeServer, work: Path, mode: str
) -> None:
    server.store.fill()
    first, second = (result(run, server, work, "--mode", mode, "--seed", "7") for _ in range(2))
    assert len(first["findings"]) > 1
    if mode == "owned":  # the server counts on, and each run has its own name prefix
        for finding in (*first["findings"], *second["findings"]):
            del finding["evidence"], finding["reproduce"]
    assert first == second


def test_the_report_names_the_server(run: Run, server: AcmeServer, work: Path) -> None:
    report = result(run, server, work, "--operation", "projects.get")
    assert "faux 1.0.0" in json.dumps(report)
    assert any("sent, at most 50000 allowed" in note for note in report["notes"])


def test_an_operation_that_the_settings_leave_out_is_not_tried_and_others_get_own_values(
    run: Run, server: AcmeServer, work: Path
) -> None:
    server.store.fill()
    settings = """
[tool.conformance.operations."projects.members.*"]
skip = "our server has no members"

[tool.conformance.operations."projects.create"]
values = { description = ["Birds", "Fish"] }
"""
    (work / "pyproject.toml").write_text(settings, encoding="utf-8")
    report = result(run, server, work, "--mode", "owned", "--operation", "projects.*")
    reach = {operation["operation"]: operation["reach"] for operation in report["operations"]}
    assert reach["projects.members.list"]["state"] == "untried"
    assert reach["projects.members.list"]["reason"] == "left out by the settings: our server has no members"
    assert not [request for request in server.requests if "members" in request.steps]
    created = [json.loads(request.body) for request in server.requests if request.method == "POST"]
    assert {"Birds", "Fish"} & {body.get("description") for body in created}


def test_a_mistake_in_the_settings_of_an_operation_ends_a_live_run_with_its_line(
    run: Run, server: AcmeServer, work: Path
) -> None:
    (work / "pyproject.toml").write_text('[tool.conformance.live.operations."projects.*"]\nskipp = "no"\n')
    done = run("live", "--url", server.url)
    assert done.returncode == 2
    assert "pyproject.toml:2: `operations.projects.*` has no key `skipp`. Did you mean `skip`?" in done.stderr
    assert server.requests == []


def test_no_more_requests_are_sent_than_allowed(run: Run, server: AcmeServer, work: Path) -> None:
    server.store.fill()
    report = result(run, server, work, "--requests", "15")
    assert len(server.requests) <= 15
    assert any("at most 15 allowed" in note for note in report["notes"])
    states = {operation["reach"]["reason"] for operation in report["operations"] if "reach" in operation}
    assert "the run has sent as many requests as it may" in states


def test_shards_cover_all_operations_and_keep_their_order(opened: Open) -> None:
    session = opened()
    paths = [path for path in session.live.context.extractor.paths() if path != PACKAGE]
    whole = session.shard(paths)
    shares = [session.shard(paths, number, 2) for number in range(2)]
    assert sorted(path for share in shares for path in share) == sorted(whole)
    assert all(share == [path for path in whole if path in share] for share in shares)
    operations = session.live.server.links.operations
    urls = [{operations[path].url for path in share} for share in shares]
    assert all(urls)
    assert not urls[0] & urls[1]  # all operations of one URL are in one shard


@pytest.mark.parametrize("mode", ["owned", "read-only"])
def test_a_known_finding_that_does_not_occur_on_a_server_of_others_is_a_note(
    run: Run, server: AcmeServer, work: Path, mode: str
) -> None:
    server.store.fill()
    (work / "own.toml").write_text(
        '[[known]]\ncheck = "server_error"\nreason = "It failed there."\nwhere = ["projects.get"]\n'
    )
    report = result(run, server, work, "--mode", mode, "--operation", "projects.get", "--known", "own.toml")
    assert report["stale"] == []
    assert "1 known finding did not occur here: server_error: projects.get." in report["notes"]


def test_what_the_mode_forbids_is_not_tried_in_every_format(run: Run, server: AcmeServer, work: Path) -> None:
    server.store.fill()
    files = ["r.json", "r.html", "r.md", "r.xml"]
    options = [option for file in files for option in ("--report", file)]
    done = run("live", "--url", server.url, "--rate", "1000", *options)
    counts = json.loads((work / "r.json").read_text())["verdict"]["reach"]
    assert counts["untried"] == 6
    assert f"{counts['untried']} not tried" in done.stdout
    for text in (done.stdout, *((work / file).read_text() for file in files)):
        assert "the mode read-only sends only GET and HEAD" in text
        assert "{emulator" not in text
    for file in files[1:]:
        assert "not tried" in (work / file).read_text().lower()


def test_a_list_is_requested_beside_something_that_its_filters_must_exclude(opened: Open, server: AcmeServer) -> None:
    others: list[int] = []

    def count_others(request: ReceivedRequest) -> None:
        if request.steps == ["api", "projects"] and "ids" in request.query:
            others.append(len(set(server.store.projects) - {int(number) for number in request.query["ids"]}))

    server.before = count_others
    session = opened()
    session.judge_operation("projects.list")
    assert others
    assert min(others) > 0
    assert server.store.projects == {}


def test_a_page_in_place_of_an_error_is_reported_for_an_operation_that_succeeded(
    opened: Open, server: AcmeServer
) -> None:
    server.change = lambda _, reply: (404, Page(b"<html>")) if reply[0] == 404 else reply
    found = {finding.id for result in judged_all(opened()).values() for finding in result.judgement.findings}
    assert "error_body_mismatch: projects.get.404" in found
