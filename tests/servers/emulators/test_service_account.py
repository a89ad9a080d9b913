from __future__ import annotations

import base64
import json
import math
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.servers.emulators.service_account import service_account


def integers_of(pem: str) -> list[int]:
    """The integers of a sequence of integers, read from DER."""
    der = base64.b64decode("".join(re.findall(r"^[A-Za-z0-9+/=]+$", pem, re.MULTILINE)))
    rest, integers = content_of(der)[0], []
    while rest:
        number, rest = content_of(rest)
        integers.append(int.from_bytes(number, "big", signed=True))
    return integers


def content_of(der: bytes) -> tuple[bytes, bytes]:
    size, start = der[1], 2
    if size & 0x80:
        start += size & 0x7F
        size = int.from_bytes(der[2:start], "big")
    return der[start : start + size], der[start + size :]


def key() -> list[int]:
    return integers_of(json.loads(service_account("http://127.0.0.1:1", "acme"))["private_key"])


def test_the_tokens_of_the_service_account_come_from_the_emulator() -> None:
    account = json.loads(service_account("http://127.0.0.1:1", "acme"))
    assert account["type"] == "service_account"
    assert account["token_uri"] == "http://127.0.0.1:1/token"
    assert account["client_email"] == "conformance@acme.iam.gserviceaccount.com"


def test_the_private_key_is_a_complete_rsa_key() -> None:
    version, modulus, public, private, p, q, *rest = key()
    assert (version, modulus, public) == (0, p * q, 65537)
    assert public * private % math.lcm(p - 1, q - 1) == 1
    assert rest == [private % (p - 1), private % (q - 1), pow(q, -1, p)]


@settings(max_examples=10)
@given(message=st.integers(min_value=0, max_value=2**1024))
def test_the_public_key_verifies_what_the_private_key_signs(message: int) -> None:
    _, modulus, public, private, *_ = key()
    assert pow(pow(message, private, modulus), public, modulus) == message


def test_every_run_has_the_same_key() -> None:
    assert service_account("http://127.0.0.1:1", "acme") == service_account("http://127.0.0.1:1", "acme")
