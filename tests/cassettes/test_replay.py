"""Recorded calls are repeated: requests are compared with the recorded ones, and recorded responses are checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from conformance.cassettes.interaction import Interaction
from conformance.cassettes.matching import differences, identity
from conformance.cassettes.replay import nearest_release, recordings_for
from conformance.finding import Blame
from conformance.generate.values import File
from conformance.judging.judgement import Judgement
from conformance.wire import Request, Response, json_response
from tests.checks.alter_sdk import change_request, change_result, read_past_end, wrap_async
from tests.recordings import PROJECT, by_operation, everything, recorded
from tests.vocabulary import Alter, acme_engine, approved_contract, judge

HTML = Response(502, (("content-type", "text/html"),), b"<h1>Bad gateway</h1>")
Recorded = Mapping[str, Sequence[Interaction]]


def replayed(recordings: Recorded, path: str, alter: Alter | None = None, *, free: bool = False) -> Judgement:
    """The judgement of one operation with recordings."""
    return judge(acme_engine(alter, recorded=recordings, examples=1, free=free), path)


def ids(found: Judgement) -> set[str]:
    return {finding.id for finding in found.findings}


def got(payload: Any = PROJECT, **about: Any) -> Recorded:
    """A recording of `projects.get(7)`."""
    return by_operation(recorded("projects.get", {"project": 7}, json_response(200, payload), **about))


# ---- checks of recorded calls


def test_a_correct_sdk_has_no_findings_in_its_recordings() -> None:
    engine = acme_engine(recorded=everything())
    coverage = [judge(engine, path) for path in engine.paths()]
    assert [result.findings for result in coverage] == [()] * len(coverage)
    assert all(result.coverage.replayed >= 2 and not result.coverage.not_replayed for result in coverage)


def sends_nothing_of_the_limit(sdk: Any) -> None:
    change_request(sdk.projects.requests, "get", lambda data: {"query": {}})


def sends_elsewhere(sdk: Any) -> None:
    change_request(sdk.projects.requests, "get", lambda data: {"path": data.path.replace("projects", "project")})


def test_a_lost_query_parameter_is_reported_with_the_nearest_recording() -> None:
    recordings = by_operation(
        recorded("projects.get", {"project": 7, "members_limit": 3}, json_response(200, PROJECT), case="full")
    )
    found = {
        finding.id: finding for finding in replayed(recordings, "projects.get", sends_nothing_of_the_limit).findings
    }
    difference = found["recorded_request_differs: projects.get.query.members_limit"]
    assert difference.message == (
        "recorded → sent: query.members_limit '3' → nothing "
        "(nearest recording: 1.23.2 full, by SDK 1.0.0 on 2026-11-23)"
    )
    assert difference.evidence is not None
    assert "members_limit=3" in difference.evidence.call


def test_a_recording_shows_what_an_sdk_without_an_approved_contract_hides() -> None:
    assert ids(replayed({}, "projects.get", sends_elsewhere, free=True)) == set()
    assert ids(replayed(got(), "projects.get", sends_elsewhere, free=True)) == {
        "recorded_request_differs: projects.get.path"
    }


def test_a_response_to_another_request_is_not_judged() -> None:
    recordings = got({**PROJECT, "title": 7})
    assert "answer" not in str(ids(replayed(recordings, "projects.get", sends_elsewhere, free=True)))


def test_a_recorded_error_is_checked_like_other_errors() -> None:
    recordings = by_operation(
        recorded("projects.get", {"project": 1}, json_response(404, {"detail": "Not found."}), case="missing"),
        recorded("projects.get", {"project": 1}, HTML, case="broken"),
    )
    found = replayed(recordings, "projects.get")
    assert ids(found) == {"error_body_mismatch: projects.get.502"}  # of the server: the SDK gives it to its caller
    assert found.coverage.replayed == 2


def test_a_recorded_response_of_another_type_is_blamed_on_the_server() -> None:
    found = replayed(got({**PROJECT, "title": 7, "owner": {"id": "1", "role": "owner"}}), "projects.get")
    assert ids(found) == {
        "server_response_type_mismatch: types.projects.Project.title",
        "server_response_type_mismatch: types.projects.Member.id",
    }
    assert {finding.blame for finding in found.findings} == {Blame.SERVER}


def keeps_no_birds(sdk: Any) -> None:
    """No generated response has such a title: only the recorded one has."""
    change_result(sdk.core.construct, "construct_model", _without_birds)


def _without_birds(value: Any) -> Any:
    if getattr(value, "title", "") == PROJECT["title"]:
        value.__dict__["title"] = None
    return value


def test_a_lost_field_of_a_recorded_response_is_reported() -> None:
    assert "response_field_lost: projects.get.title" in ids(replayed(got(), "projects.get", keeps_no_birds))
    assert ids(replayed({}, "projects.get", keeps_no_birds)) == set()


def confuses_birds(sdk: Any) -> None:
    """The async client raises for the recorded project."""

    async def wrong(original: Any, *args: Any, **kwargs: Any) -> Any:
        value = await original(*args, **kwargs)
        if getattr(value, "title", "") == PROJECT["title"]:
            raise ValueError(value.title)
        return value

    wrap_async(sdk.core.http.AsyncHttp, "call", wrong)


def test_a_client_that_fails_on_a_recorded_response_is_reported() -> None:
    found = ids(replayed(got(), "projects.get", confuses_birds))
    line = "return self._http.call(data, Project, request_options)"
    assert f"valid_response_refused: (generated).ValueError at {line}" in found


def test_a_pager_that_sends_an_extra_request_is_reported() -> None:
    pages = [json_response(200, {"count": 1, "results": [PROJECT], "next": None})]
    first = recorded("projects.list", {}, *pages)
    found = replayed(by_operation(first[:1]), "projects.list", read_past_end)
    assert "recorded_request_differs: projects.list.requests" in ids(found)
    [difference] = [finding.message for finding in found.findings if finding.check == "recorded_request_differs"]
    assert "one request is recorded, one more is made; recorded → sent: query.page '1' → '2'" in difference


def test_a_pager_that_stops_early_is_reported() -> None:
    pages = [json_response(200, {"count": 2, "results": items, "next": None}) for items in ([PROJECT], [PROJECT], [])]
    made = recorded("projects.list", {}, *pages, alter=read_past_end)
    more = [*made, replace(made[-1], step=len(made))]
    [difference] = [
        f
        for f in replayed(by_operation(more), "projects.list", read_past_end).findings
        if f.check == "recorded_request_differs"
    ]
    assert "4 requests are recorded, 3 requests are made" in difference.message


# ---- which recordings are replayed


def test_a_generated_interaction_is_no_evidence() -> None:
    found = replayed(got(kind="generated"), "projects.get", sends_elsewhere, free=True)
    assert (ids(found), found.coverage.replayed) == (set(), 0)


def test_a_call_with_a_removed_argument_is_left_out_with_the_reason() -> None:
    [made] = got()["projects.get"]
    gone = replace(made, arguments={**made.arguments, "colour": "red"}, case="argument colour")
    found = replayed({"projects.get": [made, gone]}, "projects.get")
    assert found.coverage.not_replayed == {"1.23.2 argument colour": "it has no argument `colour`"}
    assert (ids(found), found.coverage.replayed) == (set(), 1)


def test_a_call_without_a_newly_required_argument_is_left_out_with_the_reason() -> None:
    [made] = got()["projects.get"]
    found = replayed({"projects.get": [replace(made, arguments={})]}, "projects.get")
    assert found.coverage.not_replayed == {"1.23.2 simplest": "its argument `project` is required"}


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (["types.tasks.Gone", {}], "it has no model `types.tasks.Gone`"),
        (["types.tasks.TaskRequest", {"hue": 1}], "its model `types.tasks.TaskRequest` has no field `hue`"),
    ],
)
def test_a_call_with_a_removed_model_or_field_is_left_out_with_the_reason(record: list[Any], why: str) -> None:
    made = next(interaction for interaction in everything()["tasks.add"] if interaction.case == "simplest")
    gone = replace(made, arguments={**made.arguments, "request": [{"$model": record}]})
    assert replayed({"tasks.add": [gone]}, "tasks.add").coverage.not_replayed == {"1.23.2 simplest": why}


def test_an_imported_recording_without_arguments_is_left_out_with_the_reason() -> None:
    [made] = got()["projects.get"]
    found = replayed({"projects.get": [replace(made, case="", arguments={})]}, "projects.get")
    assert found.coverage.not_replayed == {"1.23.2 (imported)": "its arguments are not known"}


@pytest.mark.parametrize(
    ("release", "expected"),
    [("2.0.5", "2.0.7"), ("2.0.7", "2.0.7"), ("2.0.16", "2.0.7"), ("2.1.2", "2.1.2"), ("3", "2.1.2")],
)
def test_the_nearest_release_is_the_latest_that_is_not_later(release: str, expected: str) -> None:
    assert nearest_release(["2.1.2", "2.0.7"], release) == expected


def test_the_nearest_release_of_each_server_is_replayed_and_only_the_nearest_of_all_must_match() -> None:
    interactions = [
        interaction
        for server, sdk in (("1.21.0", "2.0.7"), ("1.23.2", "2.0.7"), ("1.23.2", "2.1.2"))
        for interaction in got(server=server, sdk=sdk)["projects.get"]
    ]
    chosen = [
        (recording.server, recording.sdk, recording.must_match) for recording in recordings_for(interactions, "2.1.2")
    ]
    assert chosen == [("1.21.0", "2.0.7", False), ("1.23.2", "2.1.2", True)]


def test_different_requests_of_a_farther_release_are_no_finding() -> None:
    before = got(server="1.21.0", sdk="0.9.0", alter=sends_elsewhere)["projects.get"]
    now = got(sdk="1.0.0")["projects.get"]
    found = replayed({"projects.get": [*before, *now]}, "projects.get")
    assert (ids(found), found.coverage.replayed) == (set(), 1)
    assert found.coverage.not_replayed == {"1.21.0 simplest": "its request differs from that of 0.9.0"}


# ---- the same for the same


def test_replay_is_deterministic() -> None:
    recordings = {**everything(), **got({**PROJECT, "title": 7})}
    one, other = (replayed(recordings, "projects.get", sends_nothing_of_the_limit) for _ in range(2))
    assert one == other
    assert one.findings


# ---- requests side by side


def request(url: str = "/api/x/", *, method: str = "GET", kind: str = "application/json", body: bytes = b"") -> Request:
    return Request(method, f"http://sdk.test{url}", (("content-type", kind),), body)


def multipart(boundary: str, content: bytes) -> Request:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'.encode()
    body = head + content + f"\r\n--{boundary}--\r\n".encode()
    return request(method="POST", kind=f"multipart/form-data; boundary={boundary}", body=body)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (request("/x/?a=1&b=2"), request("/x/?b=2&a=1")),
        (request("/x/~a"), request("/x/%7Ea")),
        (request(body=b'{"a": 1, "b": 2}'), request(body=b'{"b":2,"a":1}')),
        (request(kind="application/json; charset=utf-8"), request()),
        (multipart("one", b"x"), multipart("other", b"x")),
        (
            request(),
            replace(request(), headers=(*request().headers, ("authorization", "Token x"), ("user-agent", "y"))),
        ),
    ],
)
def test_requests_that_are_the_same_for_a_server_have_one_identity(one: Request, other: Request) -> None:
    assert identity(one) == identity(other)
    assert list(differences(one, other)) == []


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        (request(), request(method="POST"), "method"),
        (request("/x/1"), request("/x/2"), "path"),
        (request("/x/a%2Fb"), request("/x/a/b"), "path"),
        (request("/x/?a=1&a=2"), request("/x/?a=1"), "query.a"),
        (request("/x/?a="), request("/x/"), "query.a"),
        (request(kind="text/plain"), request(), "content-type"),
        (request(body=b'{"a": {"b": 1}}'), request(body=b'{"a": {"b": 2}}'), "body.a.b"),
        (request(body=b'{"a": [{"b": 1}]}'), request(body=b'{"a": [{"b": true}]}'), "body.a[].b"),
        (request(body=b'{"a": null}'), request(body=b"{}"), "body.a"),
        (request(body=b"x"), request(body=b"y"), "body"),
        (multipart("one", b"x"), multipart("one", b"y"), "form.file"),
    ],
)
def test_the_place_of_a_difference_is_reported(one: Request, other: Request, place: str) -> None:
    assert [where for where, _ in differences(one, other)] == [place]
    assert identity(one) != identity(other)


def test_equal_numbers_and_instants_do_not_differ() -> None:
    one = request(body=b'{"score": 1.0, "due": "2026-01-02T03:04:05Z"}')
    other = request(body=b'{"score": 1, "due": "2026-01-02T04:04:05+01:00"}')
    assert list(differences(one, other)) == []


def test_a_file_is_sent_again_as_it_was_recorded() -> None:
    file = File("a.txt", b"\x00\xff", "text/plain")
    made = recorded(
        "files.upload", {"project": 7, "file": file}, json_response(200, {"id": 1, "name": "a.txt", "size": 2})
    )
    found = replayed(by_operation(made), "files.upload")
    assert {finding_id for finding_id in ids(found) if "recorded" in finding_id} == set()
    assert found.coverage.replayed == 1


def test_every_operation_of_acme_has_recordings() -> None:
    assert list(everything()) == approved_contract().paths()
