"""Redaction removes every secret, and keeps everything else."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.cassettes.formats import FORMATS
from conformance.cassettes.interaction import Interaction
from conformance.cassettes.redacted import redact_interaction
from conformance.redaction.patterns import PLACEHOLDER, PLACEHOLDER_DOMAIN
from conformance.redaction.redact import Secrets
from conformance.redaction.scanner import leaks
from conformance.wire import Request, Response
from tests.redaction.secret_places import (
    HEX,
    JSON,
    JWT,
    PEM,
    PERSON,
    PLACES,
    RECORDED,
    TEXT,
    URL,
    WORD,
    got,
    interaction,
    json_request,
    text,
)  # fmt: skip

SECRET_VALUES = ("sEcret-7f3e91bd5520aa41", "zX9/+q=~ü \"quoted\\' 4711", "0123456789abcdef0123456789abcdef01234567")
KNOWN = Secrets(SECRET_VALUES)
WAYS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "percent": lambda text: quote(text, safe=""),
    "escaped": lambda text: json.dumps(text)[1:-1],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 within": lambda text: base64.b64encode(f"user:{text}!".encode()).decode(),
    "base64 of a URL": lambda text: base64.urlsafe_b64encode(f"a{text}".encode()).decode().rstrip("="),
    "hexadecimal": lambda text: text.encode().hex(),
    "JSON": lambda text: json.dumps({"a": [text]}),
    "word": lambda text: f"before {text} after",
}


def cassette_text(interaction: Interaction) -> str:
    return FORMATS[".jsonl"].write([interaction])


@pytest.mark.parametrize("place", PLACES)
def test_a_secret_is_removed_from(place: str) -> None:
    planted = PLACES[place]
    assert leaks(cassette_text(planted.interaction), Secrets(planted.secrets))
    left = redact_interaction(planted.interaction)
    for secret in planted.secrets:
        assert secret not in cassette_text(left)
        assert secret.encode() not in _all_bytes(left)
    assert leaks(cassette_text(left), Secrets(planted.secrets)) == []
    assert redact_interaction(left) == left


@pytest.mark.parametrize("place", PLACES)
def test_the_structure_of_a_body_stays(place: str) -> None:
    before, after = PLACES[place].interaction, redact_interaction(PLACES[place].interaction)
    for one, other in ((before.request, after.request), (before.response, after.response)):
        try:
            expected = _types(json.loads(one.content))
        except ValueError:
            continue
        assert _types(json.loads(other.content)) == expected
    assert [name for name, _ in urlsplit_query(after.request.url)] == [
        name for name, _ in urlsplit_query(before.request.url)
    ]


def urlsplit_query(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def _types(value: Any) -> Any:
    """The types in a value; keys that are e-mail addresses count as equal."""
    if isinstance(value, dict):
        return {key if "@" not in key else "@": _types(item) for key, item in value.items()}
    return [_types(item) for item in value] if isinstance(value, list) else type(value)


def _all_bytes(interaction: Interaction) -> bytes:
    """All texts and bytes of an interaction, also percent-decoded."""
    messages = (
        interaction.request.headers,
        interaction.response.headers,
        json.dumps(interaction.arguments),
        interaction.request.url,
    )
    head = repr(messages)
    return b"".join([head.encode(), unquote(head).encode(), interaction.request.content, interaction.response.content])


# --- what stays unchanged ---


words = st.text("abcdefghij éü漢🙂\n\"\\/<>{}[],.;!?#'", max_size=12)
harmless = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
)


@given(harmless, st.sampled_from([None, 1, "\t"]), st.booleans(), words)
def test_without_a_secret_every_byte_stays(payload: Any, indent: Any, ascii_only: bool, note: str) -> None:
    body = json.dumps(payload, indent=indent, ensure_ascii=ascii_only).encode()
    original = interaction(
        f"http://sdk.test/api/{quote(note)}?q={quote(note)}", body, JSON, body, (*JSON, ("x-note", note)),
        arguments={"data": payload},
    )  # fmt: skip
    assert redact_interaction(original, KNOWN) is original


@given(st.binary(max_size=60))
def test_binary_bodies_stay(body: bytes) -> None:
    original = interaction(got=b"\xff\x01" + body, got_headers=(("content-type", "image/png"),))
    assert redact_interaction(original).response.content == original.response.content


def test_only_the_bytes_of_the_value_change() -> None:
    body = b'{ "a":1.50,\t"b":"\\u00e9\\/",\r\n"token" : "%s", "c":[ ],"d":1E2 }' % WORD.encode()
    redacted = redact_interaction(interaction(got=body)).response.content
    assert redacted == body.replace(WORD.encode(), PLACEHOLDER.encode())


@pytest.mark.parametrize("kept", [
    {"max_tokens": 100, "prompt_tokens": 3, "token_type": "bearer", "token_count": "12"},
    {"tokens": ["The", "cat"], "key": "label", "hotkey": "1", "keys": ["a"], "hash": "v1"},
    {"next_page_token": "abc123", "is_password_set": "yes", "author": "x", "passenger": "y", "monkey": "z"},
    {"label_config": '<View><Text name="t" value="$text"/><Choices name="key" toName="t"/></View>'},
    {"image": "logo@2x.png", "path": "/data/upload/1/0a1b2c3d-cat.png", "md": "a = b; c: d"},
    {"token": None, "password": "", "secret": True},
    {"detail": "Authentication credentials were not provided.", "hint": "Token authentication is off: enable it."},
])  # fmt: skip
def test_values_that_only_look_secret_stay(kept: dict[str, Any]) -> None:
    assert redact_interaction(got(kept)) == got(kept)


def test_messages_about_a_field_stay() -> None:
    payload = {"validation_errors": {"password": ["This field may not be blank."], "token": ["required"]}}
    assert redact_interaction(got(payload, status=400)) == got(payload, status=400)


# --- placeholders ---


@pytest.mark.parametrize(("name", "before", "shape"), [
    ("token", HEX, r"0{40}"),
    ("token", JWT, r"eyJ\w+\.eyJ\w+\.SCRUBBED"),
    ("token", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", r"0{8}-0{4}-0{4}-0{4}-0{12}"),
    ("private_key", PEM, r"-----BEGIN PRIVATE KEY-----\nSCRUBBED\n-----END PRIVATE KEY-----\n"),
    ("password", WORD, PLACEHOLDER),
    ("otp", "123456", "000000"),
    ("secret_email", "a@b.org", rf"person-1@{re.escape(PLACEHOLDER_DOMAIN)}"),
    ("connection_string", "postgres://u:p@h/d", rf"postgres://{re.escape(PLACEHOLDER_DOMAIN)}/"),
    ("email", PERSON, rf"person-1@{re.escape(PLACEHOLDER_DOMAIN)}"),
])  # fmt: skip
def test_a_placeholder_has_the_shape_of_what_it_replaces(name: str, before: str, shape: str) -> None:
    assert re.fullmatch(shape, json.loads(redact_interaction(json_request({name: before})).request.content)[name])


def test_each_e_mail_address_has_its_own_placeholder() -> None:
    people = ["b@x.org", "a@x.org", "B@x.org", f"person-1@{PLACEHOLDER_DOMAIN}"]
    body = json.loads(redact_interaction(got({"who": people, "note": "from a@x.org"})).response.content)
    numbered = [f"person-{number}@{PLACEHOLDER_DOMAIN}" for number in (2, 3, 2, 1)]
    assert body == {"who": numbered, "note": f"from person-3@{PLACEHOLDER_DOMAIN}"}


def test_arguments_are_redacted_like_their_request() -> None:
    planted = interaction(
        f"{URL}?email={quote(PERSON)}", json.dumps({"api_key": WORD, "note": f"use {WORD}"}).encode(), JSON,
        arguments={"email": PERSON, "api_key": WORD, "note": f"use {WORD}"},
    )  # fmt: skip
    left = redact_interaction(planted)
    assert dict(left.request.query)["email"] == left.arguments["email"]
    assert left.request.json == {name: left.arguments[name] for name in ("api_key", "note")}


@pytest.mark.parametrize(("declared", "expected"), [("40", None), (None, None), ("actual", "new")])
def test_the_content_length_is_never_wrong(declared: str | None, expected: str | None) -> None:
    body = b'{"token": "%s"}' % WORD.encode()
    length = str(len(body)) if declared == "actual" else declared
    headers = (*JSON, *([("Content-Length", length)] if length else []), ("content-md5", "x"))
    left = redact_interaction(interaction(got=body, got_headers=headers)).response
    after = dict(left.headers).get("Content-Length")
    assert after == (None if expected is None else str(len(left.content)))
    assert "content-md5" not in dict(left.headers)


def test_the_name_and_attributes_of_a_cookie_stay() -> None:
    cookie = "sessionid=abc; expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax"
    left = redact_interaction(interaction(got_headers=(("Set-Cookie", cookie),))).response.headers
    assert left == (("Set-Cookie", cookie.replace("abc", PLACEHOLDER)),)


# --- known secrets ---


planted_texts = st.builds(
    lambda secret, way, before, after: before + WAYS[way](secret) + after,
    st.sampled_from(SECRET_VALUES), st.sampled_from(sorted(WAYS)), st.sampled_from(["", " ", "x ", "?a="]),
    st.sampled_from(["", " ", "&b=1"]),
)  # fmt: skip
trees = st.recursive(
    planted_texts | words | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "password", "key"]) | planted_texts, inner, max_size=3)
    ),
    max_leaves=6,
)
planted_bodies = st.one_of(
    st.builds(lambda tree, raw: json.dumps(tree, ensure_ascii=raw).encode(), trees, st.booleans()),
    planted_texts.map(str.encode),
    planted_texts.map(lambda text: b"\xff\x00" + text.encode() + b"\x00"),
)
kinds = st.sampled_from([JSON, TEXT, (("content-type", "application/x-www-form-urlencoded"),), ()])
planted_headers = st.lists(
    st.tuples(st.sampled_from(["x-note", "authorization", "cookie", "location", "x-api-key"]), planted_texts),
    max_size=2,
).map(tuple)
interactions_with_canaries = st.builds(
    lambda url, arguments, sent_headers, sent, got_headers, got, kind: Interaction(
        operation="things.get", request=Request("POST", url, (*kind, *sent_headers), sent),
        response=Response(400, (*got_headers, *kind), got), provenance=RECORDED, case="random", arguments=arguments,
    ),
    planted_texts.map(lambda text: f"{URL}{quote(text)}?q={quote(text)}"),
    st.dictionaries(st.sampled_from(["a", "password"]), trees, max_size=2),
    planted_headers, planted_bodies, planted_headers, planted_bodies, kinds,
)  # fmt: skip


@given(interactions_with_canaries)
def test_a_known_secret_is_nowhere_in_a_written_cassette(planted: Interaction) -> None:
    left = redact_interaction(planted, KNOWN)
    for secret in SECRET_VALUES:
        assert secret.encode() not in _all_bytes(left)
    assert leaks(cassette_text(left), KNOWN) == []


@given(interactions_with_canaries)
def test_redacting_twice_is_redacting_once(planted: Interaction) -> None:
    left = redact_interaction(planted, KNOWN)
    assert redact_interaction(left, KNOWN) == left


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("secret", SECRET_VALUES)
def test_redacted_texts_hold_no_known_secret(secret: str, way: str) -> None:
    message = f"sent {WAYS[way](secret)} and failed"
    assert leaks(KNOWN.redact_text(message), KNOWN) == []


def test_a_text_is_redacted_with_the_secrets_of_its_messages() -> None:
    seen = PLACES["field `api_key` of a request"].interaction
    redaction = Secrets().redaction_for(seen.request, seen.response)
    assert redaction.redact_text(f"ValueError: no such thing: {WORD}") == f"ValueError: no such thing: {PLACEHOLDER}"


def test_a_known_document_is_found_by_the_secrets_in_it() -> None:
    account = json.dumps({"type": "service_account", "project_id": "a-project", "private_key": PEM})
    known = Secrets((account,))
    redacted = known.redact_text(f"a-project: cannot use {PEM.replace(chr(10), ' ')}, {PEM!r}")
    assert redacted.startswith("a-project")
    assert not any(line in redacted for line in PEM.splitlines() if not line.startswith("---"))


def test_secrets_are_not_in_the_repr() -> None:
    assert SECRET_VALUES[0] not in repr(KNOWN)


def test_short_known_secrets_are_found_as_words() -> None:
    assert Secrets(("abc",)).redact_text("abc abcd x=abc&y") == f"{PLACEHOLDER} abcd x={PLACEHOLDER}&y"


def test_the_log_of_a_server_is_redacted() -> None:
    log = f"[23/Nov/2026] GET /api/storages/s3?password={WORD} 500\nAuthorization: Token {HEX}\nuser={PERSON}\n"
    assert leaks(Secrets().redact_text(log), Secrets((WORD, HEX, PERSON))) == []
    assert text(log) != redact_interaction(text(log))
