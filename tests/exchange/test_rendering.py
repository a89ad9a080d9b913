"""Requests and responses as text: no secrets, no random values, and a curl line that a shell understands."""

from __future__ import annotations

import shlex

import httpx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conformance.exchange.rendering import (
    CREDENTIALS,
    MAX_BODY,
    body_text,
    curl,
    error_text,
    request_text,
    response_text,
    same_request,
    shorten,
)
from conformance.redaction.patterns import Secrecy, secrecy_of
from conformance.targets.client import to_request
from conformance.wire import Request, Response

SECRET = "Token very-secret"
NAMES = st.from_regex(r"[A-Za-z0-9_]{1,10}", fullmatch=True)
FILENAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='\\"%'), min_size=1, max_size=12)


def request_with(
    content: bytes = b"", *headers: tuple[str, str], url: str = "http://sdk.test/things", verb: str = "POST"
) -> Request:
    """A request with credentials."""
    return Request(verb, url, (("host", "sdk.test"), ("authorization", SECRET), *headers), content)


def uploaded(name: str, file: tuple[str, bytes, str], **fields: str) -> Request:
    """A multipart request as httpx encodes it."""
    made = httpx.Request("POST", "http://sdk.test/files", files={name: file}, data=fields)
    made.read()
    return to_request(made)


@pytest.mark.parametrize("header", ["authorization", "cookie", "x-api-key"])
def test_credentials_are_in_no_text(header: str) -> None:
    request = Request("GET", "http://sdk.test/", ((header, SECRET), ("x-other", "kept")), b"")
    for text in (request_text(request), curl(request)):
        assert "secret" not in text
        assert "kept" in text


def test_a_request_is_an_http_message_with_its_credentials_replaced() -> None:
    json = ("content-type", "application/json")
    assert request_text(request_with(b'{"a": 1}', json)) == (
        f'POST http://sdk.test/things\nauthorization: {CREDENTIALS}\ncontent-type: application/json\n\n{{"a": 1}}'
    )


def test_headers_that_describe_the_machine_are_left_out() -> None:
    request = request_with(b"", ("user-agent", "acme/1"), ("x-platform", "linux/1"))
    text = request_text(request, {"x-platform"})
    assert text == f"POST http://sdk.test/things\nauthorization: {CREDENTIALS}"


def test_a_multipart_request_is_reported_without_its_boundary() -> None:
    one, other = (uploaded("file", ("a.bin", b"\x00\r\n", "x/y"), title="é") for _ in range(2))
    assert one.header("content-type") != other.header("content-type")
    assert request_text(one) == request_text(other)
    assert "boundary" not in request_text(one)


def test_a_long_body_is_cut_and_marked() -> None:
    text = body_text(b"x" * (MAX_BODY + 1))
    assert text == "x" * MAX_BODY + f"... ({MAX_BODY + 1} bytes in all)"
    assert body_text(b"x" * MAX_BODY) == "x" * MAX_BODY


@given(st.binary(max_size=50))
def test_any_body_has_a_text(content: bytes) -> None:
    assert isinstance(body_text(content), str)


def test_a_failed_connection_is_reported_in_place_of_a_response() -> None:
    assert response_text(Response(0, fault="refused")) == "(connection refused)"
    assert response_text(Response(200, (), b"{", fault="cut")) == "200\n\n{ (connection cut here)"
    assert response_text(Response(204)) == "204"


def test_headers_for_browsers_and_about_the_server_are_no_evidence() -> None:
    headers = (
        ("Content-Security-Policy", "x " * 500),
        ("Set-Cookie", "sessionid=1"),
        ("Date", "today"),
        ("Allow", "GET"),
    )
    assert response_text(Response(405, headers)) == "405\nAllow: GET"


def test_headers_in_an_exception_are_left_out_too() -> None:
    policy = {"content-security-policy": "default-src 'self'"}
    headers = {"server": "x", "allow": "GET", **policy, "date": "today", "vary": "Cookie", "via": "a", "age": "1"}
    rest = "status_code: 405, body: {'date': 'today', 'age': '1'}"
    assert error_text(f"headers: {headers}, {rest}") == f"headers: {{'allow': 'GET', 'vary': 'Cookie'}}, {rest}"
    assert error_text(f"headers: {policy}, {rest}") == f"headers: {{}}, {rest}"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30), NAMES)
def test_a_shell_takes_a_curl_line_apart_again(body: str, name: str) -> None:
    assume(secrecy_of(name) is Secrecy.NONE)  # the value of a secret header is left out
    request = request_with(
        body.encode(), (f"x-{name.lower()}", 'it\'s "quoted" $HOME'), url=f"http://sdk.test/{name}?q=%27[a]"
    )
    words = shlex.split(curl(request))
    assert words[:4] == ["curl", "--globoff", "-X", "POST"]
    assert request.url in words
    assert f'x-{name.lower()}: it\'s "quoted" $HOME' in words
    assert not body or words[-2:] == ["--data-raw", body]


def test_text_is_shortened_to_one_line() -> None:
    assert shorten("a\n  b\tc") == "a b c"
    assert shorten("x" * 301) == "x" * 297 + "..."


JSON = ("content-type", "application/json")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (request_with(b'{"a": 1, "b": 2}', JSON), request_with(b'{"b":2,"a":1.0}', JSON), True),
        (request_with(b'{"a": 1}', JSON), request_with(b'{"a": 2}', JSON), False),
        (request_with(b"a"), request_with(b"b"), False),
        (request_with(verb="PUT"), request_with(), False),
        (request_with(url="http://sdk.test/t?a=1&b=2"), request_with(url="http://sdk.test/t?b=2&a=1"), True),
        (request_with(url="http://sdk.test/t?a=1"), request_with(url="http://sdk.test/t?a=2"), False),
        (request_with(b"", ("x-limit", "1")), request_with(b"", ("x-limit", "2")), False),
        (request_with(b"", ("user-agent", "one")), request_with(b"", ("user-agent", "two")), True),
        (uploaded("f", ("a", b"1", "x/y")), uploaded("f", ("a", b"1", "x/y")), True),
        (uploaded("f", ("a", b"1", "x/y")), uploaded("f", ("a", b"2", "x/y")), False),
    ],
)
def test_requests_that_are_the_same_for_a_server(one: Request, other: Request, alike: bool) -> None:
    assert same_request(one, other) is alike
    assert same_request(other, one) is alike


# ---- multipart


@given(NAMES, FILENAMES, st.binary(max_size=200), st.sampled_from(["application/x-test", "text/plain", "image/png"]))
def test_a_file_part_comes_apart_as_it_was_put_together(name: str, file: str, content: bytes, kind: str) -> None:
    (part,) = uploaded(name, (file, content, kind)).parts
    assert (part.name, part.filename, part.content_type, part.content) == (name, file, kind, content)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_text_part_comes_apart_as_it_was_put_together(text: str) -> None:
    title, file = uploaded("file", ("a.bin", b"\r\n--", "x/y"), title=text).parts
    assert (title.name, title.filename, title.content.decode()) == ("title", None, text)
    assert file.content == b"\r\n--"


@pytest.mark.parametrize("size", [8190, 8191, 8192, 8193, 100_000])
def test_a_long_file_with_line_ends_everywhere_comes_apart(size: int) -> None:
    content = (b"\r\n\r\n\n\r" * size)[:size]
    (part,) = uploaded("file", ("a.bin", content, "x/y")).parts
    assert part.content == content


def test_quotes_and_line_ends_of_a_file_name_are_read_back() -> None:
    (part,) = uploaded("file", ('qu"ote\r\nü.txt', b"", "text/csv")).parts
    assert part.filename == 'qu"ote\r\nü.txt'
