"""JSON Web Tokens for tests, with a signature that nothing verifies."""

from __future__ import annotations

import base64
import json
import time
from typing import Any, Final

SIGNATURE: Final = "c2lnbmF0dXJlLW9mLWEtdGVzdC0x"


def jwt(**claims: Any) -> str:
    """A token with these claims."""
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    encoded = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
    return ".".join((*encoded, SIGNATURE))


def personal_token(seconds: float = 86_400, **claims: Any) -> str:
    """A personal access token that is valid for some time."""
    return jwt(**{"token_type": "refresh", "exp": int(time.time() + seconds), **claims})


def access_token(number: int, seconds: int = 300) -> str:
    """The access token of the n-th exchange."""
    return jwt(token_type="access", iat=1_700_000_000, exp=1_700_000_000 + seconds, jti=str(number))
