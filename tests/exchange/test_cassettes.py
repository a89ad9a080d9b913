"""Cassettes survive being written and read, and say where they are broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.errors import CassetteUnreadable, UsageError
from conformance.exchange.cassette import Interaction, Provenance
from conformance.exchange.formats import FORMATS
from conformance.exchange.shelf import recordings
from conformance.wire import Request, Response

RECORDED = Provenance("recorded", "1.23.2", "2.1.2", "open source", "2026-11-23")
texts = st.text(st.characters(exclude_categories=["Cs"]))
headers = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
requests = st.builds(Request, texts, texts, headers, st.binary())
responses = st.builds(Response, st.integers(100, 599), headers, st.binary() | texts.map(str.encode))
provenances = st.builds(Provenance, st.sampled_from(["recorded", "generated"]), texts, texts, texts, texts)
interactions = st.lists(st.builds(Interaction, texts, requests, responses, provenances), max_size=3)


def interaction(operation: str = "projects.get", provenance: Provenance = RECORDED, body: bytes = b"{}") -> Interaction:
    request = Request("GET", "http://sdk.test/api/projects/1/", (), b"")
    return Interaction(operation, request, Response(200, (("content-type", "application/json"),), body), provenance)


@pytest.mark.parametrize("suffix", FORMATS)
@given(interactions)
def test_every_format_gives_back_what_was_written(suffix: str, given_ones: list[Interaction]) -> None:
    assert FORMATS[suffix].read(FORMATS[suffix].write(given_ones), "a file") == given_ones


def test_one_interaction_is_one_line() -> None:
    assert FORMATS[".jsonl"].write([interaction(body="é\u2028\n".encode()), interaction()]).count("\n") == 2


@pytest.mark.parametrize("line", ["{", "[]", '{"operation": "x"}', "null"])
def test_a_broken_line_is_named(line: str) -> None:
    text = FORMATS[".jsonl"].write([interaction()]) + line
    with pytest.raises(CassetteUnreadable, match=r"a\.jsonl, line 2: not an interaction"):
        FORMATS[".jsonl"].read(text, "a.jsonl")


def test_a_shelf_gives_the_recorded_interactions_of_each_operation(tmp_path: Path) -> None:
    generated = Provenance("generated", "", "2.1.2", "", "2026-11-23")
    for server, each in (("1.21.0", interaction()), ("1.23.2", interaction(provenance=generated))):
        folder = tmp_path / "acme" / server
        folder.mkdir(parents=True)
        (folder / "projects.get.jsonl").write_text(FORMATS[".jsonl"].write([each]), encoding="utf-8")
    assert recordings(tmp_path, "acme", required=True) == {"projects.get": (interaction(),)}
    assert recordings(tmp_path, "other", required=False) == {}
    with pytest.raises(UsageError, match=r"holds no recording of other(.|\n)*found: acme/1\.21\.0/projects"):
        recordings(tmp_path, "other", required=True)


def test_a_shelf_that_was_named_has_to_exist(tmp_path: Path) -> None:
    assert recordings(tmp_path / "none", "acme", required=False) == {}
    with pytest.raises(UsageError, match="there is no such folder"):
        recordings(tmp_path / "none", "acme", required=True)
