"""The scanner finds every secret that is left, reports its place, and never shows it."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.cassettes.formats import FORMATS
from conformance.cassettes.redacted import redact_interaction
from conformance.errors import SecretLeft
from conformance.redaction.patterns import PLACEHOLDER_DOMAIN
from conformance.redaction.redact import Secrets
from conformance.redaction.scanner import leaks, prove_clean
from tests.redaction.secret_places import DRAWN, HEX, JWT, PEM, PERSON, PLACES, RECORDED, WORD, interaction

KNOWN = Secrets((WORD,))
UNSEEN = {"path of an invitation", "path of a password reset", "multipart field", "hidden field of an HTML page"}


def cassette_of(place: str) -> str:
    return FORMATS[".jsonl"].write([PLACES[place].interaction])


@pytest.mark.parametrize("place", sorted(set(PLACES) - UNSEEN))
def test_an_unknown_secret_is_found_in(place: str) -> None:
    found = leaks(cassette_of(place))
    assert found
    for secret in PLACES[place].secrets:
        assert secret not in "".join(map(str, found))


@pytest.mark.parametrize("place", sorted(UNSEEN))
def test_a_secret_without_a_shape_is_found_if_it_is_known_in(place: str) -> None:
    assert leaks(cassette_of(place)) == []
    assert leaks(cassette_of(place), Secrets(PLACES[place].secrets))


ENCODINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "percent": lambda text: quote(text, safe=""),
    "percent twice": lambda text: quote(quote(text, safe=""), safe=""),
    "lower-case percent": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "JSON in JSON": lambda text: json.dumps(json.dumps({"a": text})),
    "HTML": lambda text: "".join(f"&#{ord(character)};" for character in text),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 in base64": lambda text: base64.b64encode(base64.b64encode(f"x {text}".encode())).decode(),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(f"ü{text}".encode()).decode().rstrip("="),
    "hexadecimal": lambda text: text.encode().hex().upper(),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_known_secret_is_found_as(encoding: str) -> None:
    assert leaks(f"before {ENCODINGS[encoding](WORD)} after", KNOWN)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_a_known_secret_is_found_among_any_bytes(before: bytes, after: bytes) -> None:
    content = before + WORD.encode() + after
    assert leaks(content, KNOWN)
    assert leaks(FORMATS[".jsonl"].write([interaction(got=content)]), KNOWN)
    assert leaks(gzip.compress(content), KNOWN)


@pytest.mark.parametrize(("text", "what"), [
    (f"key {PEM}", "a private key"),
    ("AKIAIOSFODNN7EXAMPLE", "an access key of AWS"),
    (JWT, "a JSON Web Token"),
    (f"?X-Amz-Signature={HEX}", "a presigned URL"),
    (f"&sig={DRAWN}", "a presigned URL"),
    (f"AccountKey={DRAWN};", "a storage account's key"),
    ("redis://u:pw1234@h:1/", "credentials in a URL"),
    (f"authorization: Token {HEX}", "an authorization header"),
    (f"Bearer {DRAWN}", "a bearer token"),
    (PERSON, "an e-mail address"),
    ('{"nested": {"client_secret": "s3cr3t"}}', "the value of `client_secret`"),
    ('{"headers": [["set-cookie", "sessionid=abc; Path=/"]]}', "the header `set-cookie`"),
])  # fmt: skip
def test_the_kind_of_a_leak_is_reported(text: str, what: str) -> None:
    assert what in {leak.kind for leak in leaks(text)}


@pytest.mark.parametrize("text", [
    "", "a = b; c: d", f"person-1@{PLACEHOLDER_DOMAIN} wrote",
    "authorization: <credentials>", "Authorization: Token $API_KEY",
    '{"max_tokens": 3, "token": null, "detail": "Token authentication failed."}', "http://127.0.0.1:8080/a?b=c@d",
    "logo@2x.png", "-----BEGIN CERTIFICATE REQUEST", "sha256=0a1b2c", '{"password": ["This field is required."]}',
])  # fmt: skip
def test_other_texts_pass(text: str) -> None:
    assert leaks(text, KNOWN) == []


def test_a_redacted_recording_passes() -> None:
    for place, planted in PLACES.items():
        prove_clean(place, FORMATS[".jsonl"].write([redact_interaction(planted.interaction)]), Secrets(planted.secrets))


def test_a_leak_ends_the_run_and_is_not_shown() -> None:
    text = FORMATS[".jsonl"].write([interaction(), interaction(got=json.dumps({"token": WORD, WORD: PERSON}).encode())])
    with pytest.raises(SecretLeft, match=r"things\.get\.jsonl: not written(.|\n)*line 2(.|\n)*Next:") as caught:
        prove_clean("things.get.jsonl", text, KNOWN)
    assert WORD not in str(caught.value)
    assert PERSON not in str(caught.value)
    assert caught.value.exit_status == 3
    assert RECORDED.server not in str(caught.value)
