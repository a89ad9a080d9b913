"""Cassettes are read as they were written, and malformed ones are reported with their line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.cassettes.body_files import store_body
from conformance.cassettes.formats import FORMATS, jsonl
from conformance.cassettes.interaction import Interaction, Provenance
from conformance.cassettes.library import cassette_files, load
from conformance.errors import CassetteUnreadable
from conformance.wire import Request, Response

CASSETTES = Path(__file__).parents[2] / "cassettes"
RECORDED = Provenance(kind="recorded", server="1.23.2", sdk="2.1.2", edition="open source", date="2026-11-23")
texts = st.text(st.characters(exclude_categories=["Cs"]))
headers = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
requests = st.builds(Request, texts, texts, headers, st.binary())
responses = st.builds(
    Response, st.integers(100, 599), headers, st.binary() | texts.map(str.encode), st.sampled_from(["", "cut"])
)
provenances = st.builds(
    Provenance, kind=st.sampled_from(["recorded", "generated"]), server=texts, sdk=texts, edition=texts, date=texts
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(texts, inner)
)
interactions = st.lists(
    st.builds(
        Interaction, operation=texts, request=requests, response=responses, provenance=provenances,
        case=texts, step=st.integers(0, 3), arguments=st.dictionaries(texts, json_values, max_size=3),
    ),
    max_size=3,
)  # fmt: skip


def interaction(operation: str = "projects.get", provenance: Provenance = RECORDED, body: bytes = b"{}") -> Interaction:
    request = Request("GET", "http://sdk.test/api/projects/1/", (), b"")
    return Interaction(
        operation=operation,
        request=request,
        response=Response(200, (("content-type", "application/json"),), body),
        provenance=provenance,
    )


@pytest.mark.parametrize("suffix", FORMATS)
@given(interactions)
def test_every_format_reads_what_it_wrote(suffix: str, written: list[Interaction]) -> None:
    text = FORMATS[suffix].write(written)
    assert FORMATS[suffix].read(text.encode().decode(), "a file") == written


def test_the_committed_cassettes_are_written_as_they_were_read(tmp_path: Path) -> None:
    files = cassette_files(CASSETTES, "label_studio")
    assert files
    for file in files:
        text = jsonl.write(load(file), lambda content: store_body(tmp_path, content))
        assert text.encode() == file.read_bytes(), file.name


def test_one_interaction_is_one_line() -> None:
    assert FORMATS[".jsonl"].write([interaction(body="é\u2028\n".encode()), interaction()]).count("\n") == 2


def test_a_response_that_two_releases_got_is_stored_once() -> None:
    of_both = [interaction(provenance=replace(RECORDED, sdk=sdk), body=b"the body") for sdk in ("2.0.7", "2.1.2")]
    text = FORMATS[".jsonl"].write(of_both)
    assert text.count("the body") == 1
    assert FORMATS[".jsonl"].read(text, "a file") == of_both
    with pytest.raises(CassetteUnreadable, match=r"a file, line 1: .*no line above has the response to SDK '2\.0\.7'"):
        FORMATS[".jsonl"].read(text.splitlines()[1], "a file")


def test_a_line_without_a_case_is_read() -> None:
    line = json.loads(FORMATS[".jsonl"].write([interaction()]))
    for name in ("case", "step", "arguments"):
        del line[name]
    assert FORMATS[".jsonl"].read(json.dumps(line), "a file") == [interaction()]


@pytest.mark.parametrize("line", ["{", "[]", '{"operation": "x"}', "null"])
def test_a_malformed_line_is_reported_with_its_number(line: str) -> None:
    text = FORMATS[".jsonl"].write([interaction()]) + line
    with pytest.raises(CassetteUnreadable, match=r"a\.jsonl, line 2: not an interaction"):
        FORMATS[".jsonl"].read(text, "a.jsonl")
