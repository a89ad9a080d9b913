"""Entries of other programs' recordings: their operations, their arguments, and what is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from conformance.cassettes.formats.metadata import imported_interaction
from conformance.cassettes.imported.importing import (
    NO_HEADERS,
    NO_OPERATION,
    Imported,
    import_interactions,
    with_imported,
)
from conformance.cassettes.interaction import Interaction
from conformance.wire import Request, Response, json_response
from tests.recordings import PROJECT, everything
from tests.vocabulary import acme_target, approved_contract

HEADERS = acme_target().headers
SERVER = "https://acme.example.org/tools"


def entry(method: str, url: str, body: Any = None, *, response: Response | None = None, **more: Any) -> Interaction:
    """An entry as another program records it; `body` is JSON unless it is bytes."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    headers = (("content-type", more.pop("content_type", "application/json")),) if content else ()
    request = Request(method, url, (*headers, *more.pop("headers", ())), content)
    return imported_interaction("log.har entry 1", request, response or json_response(200, PROJECT), **more)


def imported(*entries: Interaction) -> Imported:
    return import_interactions(entries, approved_contract(), HEADERS)


def only(*entries: Interaction) -> Interaction:
    """The interaction of the only entry that was not left out."""
    [interaction] = imported(*entries).interactions
    return interaction


def reason(*entries: Interaction) -> str:
    """Why the only entry was left out."""
    found = imported(*entries)
    assert found.interactions == ()
    [left_out] = found.left_out
    return left_out.reason


def as_imported(interaction: Interaction) -> Interaction:
    """A recorded interaction as another program would have recorded it, on a server with a path."""
    url = interaction.request.url.replace("http://sdk.test", SERVER)
    return replace(
        interaction,
        operation="",
        case="",
        arguments={},
        request=replace(interaction.request, url=url),
        provenance=replace(interaction.provenance, kind="imported", server="", sdk=""),
    )


@pytest.mark.parametrize("path", sorted(everything()))
def test_every_operation_and_its_arguments_are_recovered_from_its_request(path: str) -> None:
    recorded = [interaction for interaction in everything()[path] if interaction.step == 0]
    found = imported(*map(as_imported, recorded))
    assert found.left_out == ()
    for interaction, original in zip(found.interactions, recorded, strict=True):
        assert (interaction.operation, interaction.losses) == (path, ())
        assert interaction.request.url == original.request.url
        assert {**original.arguments, **interaction.arguments} == dict(interaction.arguments)
        extra = interaction.arguments.keys() - original.arguments.keys()
        assert extra <= {"page", "page_size"}  # a pager sends its defaults


@pytest.mark.parametrize(
    "url", ["https://a/api/projects/7/", "https://a:8080/x/y/api/projects/7", "http://a/api/projects/7/?"]
)
def test_an_operation_is_found_below_any_path_and_without_the_last_slash(url: str) -> None:
    interaction = only(entry("GET", url))
    assert (interaction.operation, dict(interaction.arguments)) == ("projects.get", {"project": 7})
    assert interaction.request.url.partition("?")[0] == "http://sdk.test/api/projects/7/"


def test_the_path_of_a_server_is_that_of_most_of_its_entries() -> None:
    found = imported(
        entry("GET", f"{SERVER}/api/projects/7/"), entry("GET", f"{SERVER}/api/projects/8/"),
        entry("GET", "https://acme.example.org/other/api/projects/9/"),
    )  # fmt: skip
    assert [interaction.arguments["project"] for interaction in found.interactions] == [7, 8]
    assert [left_out.reason for left_out in found.left_out] == [NO_OPERATION]


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "https://a/static/app.js"),
        ("PUT", "https://a/api/projects/7/"),
        ("GET", "https://a/api/projects/7/more"),
        ("GET", "https://a/"),
    ],
)
def test_an_entry_of_no_operation_is_left_out(method: str, url: str) -> None:
    assert reason(entry(method, url)) == NO_OPERATION


@pytest.mark.parametrize(
    "url", ["wss://a/api/projects/7/", "data:text/plain,x", "chrome-extension://x/api/projects/7/", "http://["]
)
def test_a_url_that_is_not_http_is_left_out(url: str) -> None:
    assert "not one of an API over HTTP" in reason(entry("GET", url))


@pytest.mark.parametrize(("status", "expected"), [(101, "interim"), (304, "status 304"), (302, "redirect")])
def test_a_redirect_a_copy_and_an_interim_response_are_left_out(status: int, expected: str) -> None:
    assert expected in reason(entry("GET", "https://a/api/projects/7/", response=Response(status)))


def test_an_entry_without_a_response_is_left_out_with_its_reason() -> None:
    assert reason(entry("GET", "https://a/api/projects/7/", unusable="it has no response")) == "it has no response"


def test_what_the_operation_cannot_send_is_lost_and_said() -> None:
    interaction = only(entry("GET", "https://a/api/projects/7/?members_limit=x&interaction=scroll"))
    assert dict(interaction.arguments) == {"project": 7}
    assert interaction.losses == (
        "query `members_limit`: 'x' is not integer",
        "query `interaction`: projects.get has no such argument",
    )


def test_a_call_without_a_required_argument_cannot_be_made() -> None:
    assert "its argument `title` is required" in reason(entry("POST", "https://a/api/projects/", {"color": "red"}))
    assert "was not recovered" in reason(entry("POST", "https://a/api/projects/", {"title": 1}))
    form = entry("POST", "https://a/api/projects/", b"title=x", content_type="application/x-www-form-urlencoded")
    assert "its body is application/x-www-form-urlencoded, and projects.create sends application/json" in reason(form)


def test_the_release_of_the_sdk_is_read_from_its_headers() -> None:
    headers = (("x-fern-sdk-version", "1.0.0"),)
    assert only(entry("GET", "https://a/api/projects/7/", headers=headers)).provenance.sdk == "1.0.0"
    assert only(entry("GET", "https://a/api/projects/7/")).provenance.sdk == ""


def test_imported_entries_are_added_to_the_recordings_of_their_operations() -> None:
    recorded = {"": (entry("GET", "https://a/api/projects/7/"),), "projects.get": everything()["projects.get"]}
    together, found = with_imported(recorded, approved_contract, HEADERS)
    assert len(together["projects.get"]) == len(everything()["projects.get"]) + 1
    assert "" not in together
    assert found.left_out == ()


def test_without_entries_of_other_programs_no_contract_is_needed() -> None:
    def fail() -> Any:
        raise AssertionError

    assert with_imported(everything(), fail, HEADERS)[0] is everything()


def test_a_recording_without_headers_of_the_response_is_no_response_without_a_content_type() -> None:
    bare = only(entry("GET", "https://a/api/projects/7/", response=replace(json_response(200, PROJECT), headers=())))
    assert bare.response.content_type == "application/json"
    assert bare.losses == (NO_HEADERS,)
    other = replace(json_response(200, PROJECT), headers=(("server", "x"),))
    kept = only(entry("GET", "https://a/api/projects/7/", response=other))
    assert (kept.response, kept.losses) == (other, ())
