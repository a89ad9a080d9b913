"""A profile reads back as it was written, and a difference is described by the words that differ."""

from __future__ import annotations

import json

import pytest

from conformance.errors import TargetError
from conformance.offline.engine import OfflineEngine
from conformance.runtime.observation import Observation
from conformance.runtime.profile import difference, from_json, subject
from tests.vocabulary import acme_context, approved_profile_text

REQUEST = "GET http://sdk.test/api/projects/ | limit 60"


def test_the_profile_is_the_same_in_every_run() -> None:
    context = acme_context()
    text = OfflineEngine(context).runtime_profile()
    context.sdk.close()
    assert text == approved_profile_text()


def test_a_profile_reads_back_as_it_was_written() -> None:
    text = approved_profile_text()
    read = from_json(text, "acme.json")
    assert read.keys() == json.loads(text)["situations"].keys()
    assert (
        read["value (projects.get): default client, success"]["sync"]
        == read["value (projects.get): default client, success"]["async"]
    )


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ((REQUEST, "returns x"), (REQUEST.replace("60", "none"), "returns x"), "limit 60 → none"),
        ((REQUEST, "returns x"), (REQUEST, REQUEST, "returns x"), "1 request → 2 requests"),
        ((REQUEST, "returns x"), (REQUEST, "wait 0.5", "returns x"), "also wait 0.5"),
        ((REQUEST, "wait 0.5", "returns x"), (REQUEST, "returns x"), "no longer wait 0.5"),
        (
            (REQUEST, "returns x"),
            (REQUEST.replace("/api", "/a/b/api"), "returns x"),
            "path /api/projects/ → /a/b/api/projects/",
        ),
        ((REQUEST, "returns x"), (REQUEST.replace("/ |", "/?p=1 |"), "returns x"), "query.p nothing → '1'"),
        (
            (REQUEST.replace("/ |", "/?page=1 |"), "returns x"),
            (REQUEST.replace("/ |", "/?p=1 |"), "returns x"),
            "query page → p",
        ),
        (
            (REQUEST + ' | content-type: application/json | {"a": {"b": 1}}', "returns x"),
            (REQUEST + ' | content-type: application/json | {"a": {"b": 2}}', "returns x"),
            "body.a.b 1 → 2",
        ),
        (
            (REQUEST.replace("/ |", "/?page=1 |"), "returns x"),
            (REQUEST.replace("/ |", "/?p=1 |").replace("60", "9"), "returns x"),
            "GET http://sdk.test/api/projects/?page=1 | limit 60 → http://sdk.test/api/projects/?p=1 | limit 9",
        ),
        ((f"{REQUEST} | x-a: 1", "returns x"), (REQUEST, "returns x"), "x-a: 1 → nothing"),
        ((REQUEST, "returns x"), (REQUEST, "returns y"), "returns x → y"),
        ((REQUEST, "returns x"), (REQUEST, "log WARNING acme: hot", "returns x"), "also log WARNING acme: hot"),
    ],
)
def test_a_difference_is_described_by_the_words_that_differ(
    before: tuple[str, ...], after: tuple[str, ...], words: str
) -> None:
    assert difference(before, after) == words


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 1}', '{"schema": 1, "situations": {"a": 1}}'])
def test_a_text_that_is_no_profile_is_refused_with_its_origin(text: str) -> None:
    with pytest.raises(TargetError, match=r"acme\.json: not a runtime profile"):
        from_json(text, "acme.json")


def test_a_profile_of_another_schema_is_refused() -> None:
    with pytest.raises(TargetError, match="schema 99, not 1"):
        from_json('{"schema": 99, "situations": {}}', "acme.json")


def test_a_profile_has_no_addresses_of_objects() -> None:
    observation = Observation(records=("DEBUG acme: <_io.BytesIO object at 0x7f00aa>",), outcome="raises <X at 0x1>")
    assert observation.lines({}, ()) == ("log DEBUG acme: <_io.BytesIO object>", "raises <X>")


@pytest.mark.parametrize(
    ("before", "after", "about"),
    [
        ((REQUEST, "returns x"), (REQUEST.replace("60", "none"), "returns x"), "limit"),
        ((REQUEST, "returns x"), (f"{REQUEST} | x-sdk: acme", "returns x"), "header x-sdk"),
        ((f"{REQUEST} | x-sdk: acme", "returns x"), (f"{REQUEST} | no x-sdk", "returns x"), "header x-sdk"),
        ((REQUEST, "returns x"), (REQUEST.replace("/ |", "/?p=1 |"), "returns x"), "query"),
        ((REQUEST, "wait 1", "returns x"), (REQUEST, "wait 7", "returns x"), "wait"),
        ((REQUEST, "wait 1", "returns x"), (REQUEST, "returns x"), "no longer wait"),
        ((REQUEST, "returns x"), (REQUEST, REQUEST, "returns x"), "more requests"),
        ((REQUEST, "returns x"), (REQUEST, "raises a.Error status 404"), "returns → raises a.Error"),
        ((REQUEST, "raises a.Error status 404"), (REQUEST, "raises a.Error status 500"), "raises a.Error"),
    ],
)
def test_the_subject_of_a_difference_has_no_values(before: tuple[str, ...], after: tuple[str, ...], about: str) -> None:
    assert subject(before, after) == about
