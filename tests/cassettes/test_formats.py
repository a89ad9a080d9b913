"""Cassettes of other programs: vcrpy reads the written files, and files of other programs can be read."""

from __future__ import annotations

import base64
import gzip
import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from conformance.cassettes.formats import FORMATS, vcr_yaml
from conformance.cassettes.interaction import Interaction, Provenance
from conformance.errors import CassetteUnreadable, UsageError
from conformance.wire import Request, Response

vcr: Any = pytest.importorskip("vcr")
SAMPLES = Path(__file__).parent / "samples"
TEXT = '{"text": "é\u2028😀\\n", "n": 1.0}\r\n'
BODIES = {
    "/text": (200, "application/json", TEXT.encode()),
    "/binary": (200, "application/octet-stream", bytes(range(256))),
    "/missing": (404, "application/json", b'{"detail": "Not found."}'),
    "/empty": (204, "text/plain", b""),
}


class Books(BaseHTTPRequestHandler):
    """A server with a few responses; it returns posted bodies."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Log nothing."""

    def do_GET(self) -> None:
        self._respond(*BODIES[self.path.split("?")[0]])

    def do_POST(self) -> None:
        self._respond(201, "application/json", self.rfile.read(int(self.headers["content-length"])))

    def _respond(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", content_type), ("X-Day", "2026-11-23"), ("Link", "<a>"), ("Link", "<b>")):
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Books) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{listening.server_address[1]}"
        listening.shutdown()
        thread.join()


def fetch_all(base: str) -> list[httpx.Response]:
    """A few responses of the server."""
    with httpx.Client(base_url=base) as client:
        responses = [
            *(client.get(f"{path}?q=a b&q=c") for path in BODIES),
            client.post("/books", json={"title": "é"}),
            client.post("/books", content=b"\xff\x00"),
            client.post(
                "/books", content="a=1".encode("utf-16"), headers={"content-type": "text/plain; charset=utf-16"}
            ),
        ]
    for response in responses:
        response.request.read()
    return responses


def response_parts(response: httpx.Response) -> tuple[Any, ...]:
    """The parts of a response that a caller uses."""
    request = response.request
    return (
        request.method, str(request.url), response.status_code, response.headers.multi_items(), response.content,
    )  # fmt: skip


def interaction(**more: Any) -> Interaction:
    """An interaction of this project."""
    request = Request(
        "POST", "http://sdk.test/api/books/?q=a", (("content-type", "application/json"),), b'{"a": "\xc3\xa9"}'
    )
    response = Response(201, (("Content-Type", "application/json"), ("Link", "1"), ("Link", "2")), b"\xff\x00")
    origin = Provenance(kind="recorded", server="1.23.2", sdk="2.1.2", edition="open source", date="2026-11-23")
    return Interaction(
        operation="books.create",
        request=request,
        response=response,
        provenance=origin,
        case="full",
        step=1,
        arguments=more or {"day": {"$date": "2026-11-23"}},
    )


def test_a_recording_of_vcrpy_is_read(server: str, tmp_path: Path) -> None:
    file = tmp_path / "books.get.yaml"
    with vcr.use_cassette(str(file), record_mode="all", match_on=["method", "uri", "body"]):
        responses = fetch_all(server)
    read = FORMATS[".yaml"].read(file.read_text(encoding="utf-8"), file.name)
    assert [(e.request.method, e.request.url, e.response.status, e.response.content) for e in read] == [
        (a.request.method, str(a.request.url), a.status_code, a.content) for a in responses
    ]
    assert [interaction.request.content for interaction in read] == [response.request.content for response in responses]
    assert {("x-day", "2026-11-23"), ("link", "<a>"), ("link", "<b>")} <= set(read[0].response.headers)
    assert (read[0].operation, read[1].case) == ("", "books.get.yaml entry 2")
    assert (read[0].provenance.kind, read[0].provenance.server, read[0].provenance.sdk) == ("imported", "", "")
    assert len(read[0].provenance.date) == len("2026-11-23")


def test_vcrpy_replays_a_written_cassette(server: str, tmp_path: Path) -> None:
    responses = fetch_all(server)
    recorded = [
        Interaction(
            operation="books.get",
            request=Request(
                response.request.method,
                str(response.request.url),
                tuple(response.request.headers.items()),
                response.request.content,
            ),
            response=Response(response.status_code, tuple(response.headers.multi_items()), response.content),
            provenance=interaction().provenance,
        )
        for response in responses
    ]
    file = tmp_path / "ours.yaml"
    file.write_text(FORMATS[".yaml"].write(recorded), encoding="utf-8")
    match = ["method", "uri", "body"]
    with vcr.use_cassette(str(file), record_mode="none", match_on=match) as cassette:
        replayed = list(_again(recorded))
        assert cassette.all_played
    assert sorted(map(str, map(response_parts, replayed))) == sorted(map(str, map(response_parts, responses)))


def _again(recorded: list[Interaction]) -> Iterator[httpx.Response]:
    with httpx.Client() as client:
        for interaction in recorded:
            request = interaction.request
            yield client.request(request.method, request.url, headers=list(request.headers), content=request.content)


def test_a_cassette_that_vcrpy_rewrote_is_read(server: str, tmp_path: Path) -> None:
    file = tmp_path / "books.create.yaml"
    file.write_text(FORMATS[".yaml"].write([interaction()]), encoding="utf-8")
    with vcr.use_cassette(str(file), record_mode="new_episodes"), httpx.Client() as client:
        client.get(f"{server}/text")
    first, second = FORMATS[".yaml"].read(file.read_text(encoding="utf-8"), file.name)
    assert (first.response.content, first.request.content) == (
        interaction().response.content,
        interaction().request.content,
    )
    assert second.response.content == TEXT.encode()


def test_a_cassette_of_vcrpy_before_6_is_read() -> None:
    text = (
        "interactions:\n- request: {method: GET, uri: 'http://a/', body: '', headers: {Accept: ['*/*']}}\n"
        "  response: {status_code: 200, http_version: HTTP/1.1, headers: {day: [2020-01-01]}, content: 'x: 1'}\n"
        "version: 1\n"
    )
    [read] = FORMATS[".yml"].read(text, "a.yml")
    assert read.request.headers == (("accept", "*/*"),)
    assert read.response == Response(200, (("day", "2020-01-01"),), b"x: 1")


@pytest.mark.parametrize(
    "text",
    [
        "", "- 1", "version: 2\ninteractions: []", "version: 1", "version: 1\ninteractions: [1]", "{", "a: [",
        "version: 1\ninteractions: [{request: {method: GET, uri: u, headers: {}, body: {a: b}}, response: {}}]",
        "version: 1\ninteractions: !!python/object/apply:os.getcwd []",
        "version: 1\ninteractions: [!!python/object/new:os.system [exit]]",
    ],
)  # fmt: skip
def test_yaml_that_is_no_cassette_is_refused_and_runs_no_code(text: str) -> None:
    with pytest.raises(CassetteUnreadable, match=r"a\.yaml: not a cassette of vcrpy"):
        FORMATS[".yaml"].read(text, "a.yaml")


def test_without_pyyaml_the_message_names_the_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    vcr_yaml._yaml.cache_clear()
    with pytest.raises(UsageError, match=r"need PyYAML(.|\n)*pip install .*'pyyaml>=6'"):
        FORMATS[".yaml"].write([])
    vcr_yaml._yaml.cache_clear()


def test_a_log_of_a_proxy_is_read() -> None:
    read = FORMATS[".har"].read((SAMPLES / "mitmproxy.har").read_text(encoding="utf-8"), "mitmproxy.har")
    first, binary, packed, missing, created, form, _ = read
    assert first.request.url.endswith("/api/books/?page=1&q=a%20b")
    assert first.request.header("user-agent") == "python-httpx/0.28.1"
    assert json.loads(first.response.content)["text"] == "é\u2028😀"
    assert [value for name, value in first.response.headers if name == "Set-Cookie"] == ["a=1", "b=2"]
    assert first.provenance == Provenance(kind="imported", server="", sdk="", edition="", date="2026-11-23")
    assert binary.response.content == bytes(range(255, -1, -1))
    assert packed.response.content == b'{"packed":"yes"}'
    assert ("content-length", "16") in packed.response.headers
    assert "content-encoding" not in {name.lower() for name, _ in packed.response.headers}
    assert (missing.response.status, created.request.json) == (404, {"title": "é"})
    assert form.request.form == [("a", "1"), ("b", "x y")]


def test_a_log_of_a_browser_is_read() -> None:
    headers = [{"name": ":method", "value": "POST"}, {"name": "Content-Encoding", "value": "gzip"}]
    posted = {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "a", "value": "x y"}]}
    request = {"method": "POST", "url": "https://a/", "headers": headers[:1], "postData": posted}
    received = {"status": 200, "headers": headers, "content": {"size": 2, "text": "{}"}}
    blocked = {"status": 0, "headers": [], "content": {"size": 0}}
    entries = [{"request": request, "response": response} for response in (blocked, received)]
    empty, read = FORMATS[".har"].read("\ufeff" + json.dumps({"log": {"entries": entries}}), "a.har")
    assert "no response" in empty.unusable
    assert read.request.content == b"a=x+y"
    assert read.response == Response(200, (("content-length", "2"), ("content-type", "application/json")), b"{}")
    assert read.losses == ("the response's content type was not recorded; its body is JSON",)


def har_entry(received: dict[str, Any], **sent: Any) -> Interaction:
    """The only entry of a log."""
    request = {"method": "GET", "url": "https://a/", **sent}
    text = json.dumps({"log": {"entries": [{"request": request, "response": received}]}})
    [entry] = FORMATS[".har"].read(text, "a.har")
    return entry


def test_an_entry_without_the_optional_keys_is_read() -> None:
    entry = har_entry({"status": 200, "content": {"text": "{}"}})
    assert (entry.response.content, entry.unusable) == (b"{}", "")


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ({"status": 200, "content": {"size": 40, "mimeType": "application/json"}}, "body of 40 bytes was not recorded"),
        ({"status": 200, "content": {}}, "body was not recorded"),
        ({"status": 0}, "no response"),
        ({}, "no response"),
    ],
)
def test_an_entry_whose_response_is_missing_cannot_be_replayed(received: dict[str, Any], expected: str) -> None:
    assert expected in har_entry(received).unusable


@pytest.mark.parametrize(
    "received", [{"status": 204}, {"status": 200, "content": {"size": 0}}, {"status": 200, "content": {"text": ""}}]
)
def test_an_empty_response_is_not_missing(received: dict[str, Any]) -> None:
    assert har_entry(received).unusable == ""


def test_an_upload_without_its_bytes_keeps_its_fields_and_says_what_is_lost() -> None:
    params = [{"name": "file", "fileName": "a.json", "contentType": "application/json"}, {"name": "n", "value": "1"}]
    posted = {"mimeType": "multipart/form-data; boundary=x", "params": params}
    entry = har_entry({"status": 204}, method="POST", postData=posted)
    assert [(part.name, part.filename, part.content) for part in entry.request.parts] == [
        ("file", "a.json", b""), ("n", None, b"1"),
    ]  # fmt: skip
    assert entry.losses == ("the content of the uploaded file 'a.json' (form field `file`) was not recorded",)


def test_an_upload_whose_text_was_recorded_is_exact() -> None:
    text = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc\r\n--x--\r\n'
    posted = {"mimeType": "multipart/form-data; boundary=x", "text": text}
    entry = har_entry({"status": 204}, method="POST", postData=posted)
    assert [(part.filename, part.content) for part in entry.request.parts] == [("a", b"abc")]
    assert entry.losses == ()


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"request": {"url": "u"}}, "`log.entries[0].request.method` is nothing; allowed: text"),
        ({"request": {"method": "GET", "url": 1}}, "`log.entries[0].request.url` is 1; allowed: text"),
        (
            {"request": {"method": "GET", "url": "u"}, "response": {"status": "ok"}},
            "status` is 'ok'; allowed: a status",
        ),
        (
            {
                "request": {"method": "GET", "url": "u"},
                "response": {"status": 200, "content": {"text": "%", "encoding": "base64"}},
            },
            "content.text` is '%'; allowed: base64",
        ),
        ({"request": {"method": "GET", "url": "u", "headers": {}}, "response": {}}, "headers` is {}; allowed: a list"),
    ],
)
def test_a_malformed_entry_is_reported_with_its_place_and_what_is_allowed(entry: Any, expected: str) -> None:
    with pytest.raises(CassetteUnreadable) as refused:
        FORMATS[".har"].read(json.dumps({"log": {"entries": [entry]}}), "a.har")
    assert expected in str(refused.value)


def vcr_cassette(response: dict[str, Any], **request: Any) -> str:
    sent = {"method": "GET", "uri": "http://a/", "headers": {}, "body": None, **request}
    received = {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": "{}"}, **response}
    return json.dumps({"version": 1, "interactions": [{"request": sent, "response": received}]})


def test_a_recording_of_vcrpy_in_json_is_read(server: str, tmp_path: Path) -> None:
    file = tmp_path / "books.json"
    with vcr.use_cassette(str(file), serializer="json"), httpx.Client() as client:
        client.get(f"{server}/text")
    [read] = FORMATS[".json"].read(file.read_text(encoding="utf-8"), file.name)
    assert read.response.content == TEXT.encode()
    assert (
        FORMATS[".json"].read(vcr_cassette({"body": {"base64_string": "/wA="}}), "a")[0].response.content == b"\xff\0"
    )


@pytest.mark.parametrize("content", [gzip.compress(b"{}", mtime=0), b"{}"])
def test_a_response_of_vcrpy_is_decompressed_once(content: bytes) -> None:
    encoded = {"base64_string": base64.b64encode(content).decode()}
    headers = {"Content-Encoding": ["gzip"], "Content-Length": ["9"]}
    [read] = FORMATS[".json"].read(vcr_cassette({"body": encoded, "headers": headers}), "a")
    assert read.response == Response(200, (("content-length", "2"),), b"{}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "Expecting property name"),
        ("[]", "`the file` is []; allowed: an object"),
        ('{"version": 2}', "`version` is 2; allowed: 1"),
        (vcr_cassette({}, method=None), "`interactions[0].request.method` is nothing; allowed: text"),
        (vcr_cassette({"status": {"code": "x"}}), "status.code` is 'x'; allowed: a status"),
        (vcr_cassette({"body": 1}), "response.body` is 1; allowed: an object"),
    ],
)
def test_a_malformed_cassette_is_reported_with_its_place_and_what_is_allowed(text: str, expected: str) -> None:
    with pytest.raises(CassetteUnreadable) as refused:
        FORMATS[".json"].read(text, "a.json")
    assert expected in str(refused.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"log": {"entries": [1]}}', '{"log": {"entries": [{}]}}'])
def test_a_malformed_log_is_reported(text: str) -> None:
    with pytest.raises(CassetteUnreadable, match=r"a\.har: not a log of HAR 1\.2"):
        FORMATS[".har"].read(text, "a.har")


def test_a_written_log_has_all_required_keys() -> None:
    [entry] = json.loads(FORMATS[".har"].write([interaction()]))["log"]["entries"]
    required = {"startedDateTime", "time", "request", "response", "cache", "timings"}
    assert set(entry) == required | {"_conformance"}
    of_both = {"httpVersion", "cookies", "headers", "headersSize", "bodySize"}
    assert set(entry["request"]) == of_both | {"method", "url", "queryString", "postData"}
    assert set(entry["response"]) == of_both | {"status", "statusText", "content", "redirectURL"}
    assert entry["response"]["content"]["encoding"] == "base64"
    assert entry["_conformance"]["provenance"]["server"] == "1.23.2"


def test_a_compressed_response_stays_compressed() -> None:
    packed = Response(200, (("content-encoding", "gzip"),), gzip.compress(b"{}", mtime=0))
    compressed = Interaction(
        operation="books.get", request=interaction().request, response=packed, provenance=interaction().provenance
    )
    for known in FORMATS.values():
        assert known.read(known.write([compressed]), "a file")[0].response == packed
