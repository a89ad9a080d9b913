"""Cassettes survive being written and read, and say where they are broken."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.cassettes.formats import FORMATS
from conformance.cassettes.interaction import Interaction, Provenance
from conformance.errors import CassetteUnreadable
from conformance.wire import Request, Response

RECORDED = Provenance("recorded", "1.23.2", "2.1.2", "open source", "2026-11-23")
texts = st.text(st.characters(exclude_categories=["Cs"]))
headers = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
requests = st.builds(Request, texts, texts, headers, st.binary())
responses = st.builds(
    Response, st.integers(100, 599), headers, st.binary() | texts.map(str.encode), st.sampled_from(["", "cut"])
)
provenances = st.builds(Provenance, st.sampled_from(["recorded", "generated"]), texts, texts, texts, texts)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(texts, inner)
)
interactions = st.lists(
    st.builds(
        Interaction, texts, requests, responses, provenances,
        texts, st.integers(0, 3), st.dictionaries(texts, json_values, max_size=3),
    ),
    max_size=3,
)  # fmt: skip


def interaction(operation: str = "projects.get", provenance: Provenance = RECORDED, body: bytes = b"{}") -> Interaction:
    request = Request("GET", "http://sdk.test/api/projects/1/", (), b"")
    return Interaction(operation, request, Response(200, (("content-type", "application/json"),), body), provenance)


@pytest.mark.parametrize("suffix", FORMATS)
@given(interactions)
def test_every_format_gives_back_what_was_written(suffix: str, given_ones: list[Interaction]) -> None:
    text = FORMATS[suffix].write(given_ones)
    assert FORMATS[suffix].read(text.encode().decode(), "a file") == given_ones


def test_one_interaction_is_one_line() -> None:
    assert FORMATS[".jsonl"].write([interaction(body="é\u2028\n".encode()), interaction()]).count("\n") == 2


def test_what_two_releases_got_alike_stands_once() -> None:
    of_both = [interaction(provenance=replace(RECORDED, sdk=sdk), body=b"the body") for sdk in ("2.0.7", "2.1.2")]
    text = FORMATS[".jsonl"].write(of_both)
    assert text.count("the body") == 1
    assert FORMATS[".jsonl"].read(text, "a file") == of_both
    with pytest.raises(CassetteUnreadable, match=r"a file, line 1: (.*)no line above has the answer to SDK '2\.0\.7'"):
        FORMATS[".jsonl"].read(text.splitlines()[1], "a file")


def test_a_line_that_names_no_case_is_of_no_case() -> None:
    line = json.loads(FORMATS[".jsonl"].write([interaction()]))
    for name in ("case", "step", "arguments"):
        del line[name]
    assert FORMATS[".jsonl"].read(json.dumps(line), "a file") == [interaction()]


@pytest.mark.parametrize("line", ["{", "[]", '{"operation": "x"}', "null"])
def test_a_broken_line_is_named(line: str) -> None:
    text = FORMATS[".jsonl"].write([interaction()]) + line
    with pytest.raises(CassetteUnreadable, match=r"a\.jsonl, line 2: not an interaction"):
        FORMATS[".jsonl"].read(text, "a.jsonl")
