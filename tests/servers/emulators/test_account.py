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
    rest, found = content_of(der)[0], []
    while rest:
        number, rest = content_of(rest)
        found.append(int.from_bytes(number, "big", signed=True))
    return found


def content_of(der: bytes) -> tuple[bytes, bytes]:
    size, start = der[1], 2
    if size & 0x80:
        start += size & 0x7F
        size = int.from_bytes(der[2:start], "big")
    return der[start : start + size], der[start + size :]


def key() -> list[int]:
    return integers_of(json.loads(service_account("http://127.0.0.1:1"))["private_key"])


def test_the_credentials_are_those_of_a_service_account_whose_tokens_come_from_the_stand_in() -> None:
    about = json.loads(service_account("http://127.0.0.1:1"))
    assert about["type"] == "service_account"
    assert about["token_uri"] == "http://127.0.0.1:1/token"


def test_the_private_key_is_a_whole_rsa_key() -> None:
    version, modulus, public, private, p, q, *rest = key()
    assert (version, modulus, public) == (0, p * q, 65537)
    assert public * private % math.lcm(p - 1, q - 1) == 1
    assert rest == [private % (p - 1), private % (q - 1), pow(q, -1, p)]


@settings(max_examples=10)
@given(message=st.integers(min_value=0, max_value=2**1024))
def test_what_the_key_signs_is_read_with_its_public_half(message: int) -> None:
    _, modulus, public, private, *_ = key()
    assert pow(pow(message, private, modulus), public, modulus) == message


def test_every_run_has_the_same_key() -> None:
    assert service_account("http://127.0.0.1:1") == service_account("http://127.0.0.1:1")
