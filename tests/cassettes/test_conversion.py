"""Converting a cassette keeps its data and removes its secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.cassettes.conversion import read_source, write_converted
from conformance.cassettes.formats import FORMATS
from conformance.cassettes.interaction import Interaction, Provenance
from conformance.cassettes.library import load
from conformance.errors import EnvironmentFailed, UsageError
from conformance.wire import Request, Response

SAMPLE = Path(__file__).parent / "samples" / "mitmproxy.har"
ORIGIN = Provenance(kind="recorded", server="1.23.2", sdk="2.1.2", edition="open source", date="2026-11-23")


def convert(source: Path, goal: Path) -> int:
    """Convert a file without looking for operations; the number of interactions."""
    interactions = read_source(source, goal)
    write_converted(goal, interactions)
    return len(interactions)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_keeps_the_provenance(tmp_path: Path, suffix: str) -> None:
    request = Request("GET", "http://sdk.test/api/books/", (("accept", "*/*"),), b"")
    recorded = Interaction(
        operation="books.list",
        request=request,
        response=Response(200, (), b"[]"),
        provenance=ORIGIN,
        case="simplest",
        step=0,
        arguments={"page": 1},
    )
    (tmp_path / "a.jsonl").write_text(FORMATS[".jsonl"].write([recorded]), encoding="utf-8")
    assert convert(tmp_path / "a.jsonl", tmp_path / "there" / f"b{suffix}") == 1
    assert convert(tmp_path / "there" / f"b{suffix}", tmp_path / "c.jsonl") == 1
    assert load(tmp_path / "c.jsonl") == [recorded]


def test_imported_interactions_are_redacted(tmp_path: Path) -> None:
    token = "0123456789abcdef0123456789abcdef01234567"
    har = SAMPLE.read_text(encoding="utf-8").replace('"python-httpx/0.28.1"', f'"Token {token}"')
    (tmp_path / "a.har").write_text(har.replace('"User-Agent"', '"Authorization"'), encoding="utf-8")
    convert(tmp_path / "a.har", tmp_path / "a.yaml")
    text = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert token in har
    assert token not in text
    assert "a=1" not in text.replace("a=1&b=x+y", "")  # the cookie; the form stays


def test_an_unknown_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"a\.txt: no cassette format has this suffix(.|\n)*Allowed: \.jsonl, \.har"):
        convert(SAMPLE, tmp_path / "a.txt")
    with pytest.raises(UsageError, match="cannot be read"):
        convert(tmp_path / "none.har", tmp_path / "a.jsonl")


def test_an_unwritable_destination_is_reported(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("a file")
    with pytest.raises(EnvironmentFailed, match=r"a\.jsonl: cannot be written"):
        convert(SAMPLE, tmp_path / "there" / "a.jsonl")
