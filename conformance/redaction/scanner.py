"""Proves that a text holds no secret. Every recording is scanned before it is written.

Redaction encodes the secrets that it knows, and searches for these. The scanner works the other way round: it decodes
the text, layer by layer (JSON Lines, JSON in strings, percent-encoding, HTML, base64, gzip, zip), and searches for
secrets in each layer. Nothing is written unless both agree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from conformance.errors import SecretLeft
from conformance.redaction.emails import is_email
from conformance.redaction.encodings import encoded_secrets
from conformance.redaction.layers import layers, safe_key
from conformance.redaction.patterns import (
    EMAIL_SHAPE,
    PLACEHOLDER,
    PLACEHOLDER_ACCESS_KEY,
    PLACEHOLDER_JWT,
    Secrecy,
    looks_random,
    placeholder_for,
    secrecy_of,
)
from conformance.redaction.redact import NO_SECRETS, Secrets
from conformance.redaction.text import PLAIN_NAMES

_MAX_LEAKS_SHOWN: Final = 8
_JWT_HEAD: Final = PLACEHOLDER_JWT.rpartition(".")[0].replace(".", r"\.")
_NO_PLACEHOLDER: Final = (
    rf"(?!\W{{0,3}}{PLACEHOLDER}|{PLACEHOLDER_ACCESS_KEY}|{_JWT_HEAD}|<credentials>|\$API_KEY|0{{8}})"
)
_LEAK_SHAPES: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("a private key", r"-----BEGIN [A-Z0-9 ]*KEY( BLOCK)?-----(?!(\s|\\+[rn])*SCRUBBED(\s|\\+[rn])*-----END)"),
        ("an access key of AWS", r"(?<![A-Za-z0-9])(AKIA|ASIA)(?!SCRUBBED)[A-Z0-9]{16}(?![A-Za-z0-9])"),
        ("a JSON Web Token", r"(?<![\w-])eyJ[\w-]{6,}\.eyJ[\w-]{6,}\.(?!SCRUBBED\b)[\w-]+"),
        ("a token of a vendor", r"(?<![\w-])(ghp_|github_pat_|xox[bp]-|sk_live_|AIza|hf_)[\w-]{20,}"),
        ("a presigned URL", rf"(?i)x-(amz|goog)-(signature|credential|security-token)={_NO_PLACEHOLDER}[^&\s\"']{{2}}"),
        ("a presigned URL", rf"(?i)[?&;](sig|signature|awsaccesskeyid)={_NO_PLACEHOLDER}[^&\s\"']{{8}}"),
        ("a storage account's key", rf"(?i)(accountkey|sharedaccesssignature)={_NO_PLACEHOLDER}[^;\s\"']{{4}}"),
        ("credentials in a URL", r"(?i)[a-z]://(?!SCRUBBED(:SCRUBBED)?@)[^/\s:@?#\"'<>]*:[^/\s@?#\"'<>]+@\w"),
        (
            "an authorization header",
            rf"(?i)authorization\W{{1,6}}(?!\w[\w-]* SCRUBBED)([\w-]+ )?{_NO_PLACEHOLDER}[\w+/=.-]{{12}}",
        ),
        ("a token", r"(?i)\btoken (?!0{8})[0-9a-f]{32,}"),
        ("a bearer token", rf"(?i)\bbearer {_NO_PLACEHOLDER}(?=\S*\d)[\w+/=.~-]{{8}}"),
    )
)
_ASSIGNMENT: Final = re.compile(  # in a query, a form, a log, or the text of a dictionary
    r"(?<![\w-])(?P<name>[A-Za-z_][\w.\[\]-]{1,60})\\*[\"']?\s?[:=]\s?\\*[\"']?(?=(?P<value>[^\s\"'&;,<>(){}\[\]\\|#]{5,}))"
)
_CREDENTIAL_HEADERS: Final = frozenset({"authorization", "proxy-authorization"})
_COOKIE_HEADERS: Final = frozenset({"cookie", "set-cookie"})


@dataclass(frozen=True, slots=True)
class Leak:
    """One secret that is left: its kind and its place, never its value."""

    kind: str
    place: str

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}"


def leaks(content: str | bytes, secrets: Secrets = NO_SECRETS) -> list[Leak]:
    """The run's own secrets that are left in any encoding, and everything that looks like a secret."""
    names = {value: f"secret {number} of this run" for number, value in enumerate(secrets.known, start=1)}
    known = encoded_secrets(names)
    found: dict[Leak, None] = {}
    for place, text in layers(content):
        found.update((Leak(secret.placeholder, place), None) for secret in known if secret.pattern.search(text))
        found.update((Leak(kind, place), None) for kind in _secret_shapes(text))
    text = content if isinstance(content, str) else content.decode("utf-8", errors="replace")
    for number, line in enumerate(text.split("\n"), start=1):
        found.update((Leak(kind, f"line {number}"), None) for kind in _values_under_secret_names(line))
    return list(found)


def prove_clean(name: str, content: str | bytes, secrets: Secrets = NO_SECRETS) -> None:
    """Scan everything that a file will hold. Raises SecretLeft, which does not show the secret."""
    left = leaks(content, secrets)
    if left:
        shown = "".join(f"\n  {leak}" for leak in left[:_MAX_LEAKS_SHOWN])
        more = f"\n  and {len(left) - _MAX_LEAKS_SHOWN} more" if len(left) > _MAX_LEAKS_SHOWN else ""
        raise SecretLeft(
            f"{name}: not written, because redaction left secrets in {len(left)} places:{shown}{more}\n"
            "  Next: report this bug with the name of the operation. No secret has reached the disk."
        )


def _secret_shapes(text: str) -> Iterator[str]:
    """The kind of everything in a text that has the shape of a secret."""
    for kind, pattern in _LEAK_SHAPES:
        if pattern.search(text) is not None:
            yield kind
    if any(is_email(match) for match in EMAIL_SHAPE.finditer(text)):
        yield "an e-mail address"
    for match in _ASSIGNMENT.finditer(text):
        name, value = match["name"], match["value"]
        if secrecy_of(name) is Secrecy.CERTAIN and any(map(str.isdigit, value)) and placeholder_for(value) != value:
            yield f"the value of `{safe_key(name)}`"


def _values_under_secret_names(line: str) -> Iterator[str]:
    """The names of secrets in a line of JSON, and in JSON in its strings, that have a value left."""
    try:
        pending: list[Any] = [json.loads(line)]
    except (ValueError, RecursionError):
        return
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            yield from (f"the value of `{safe_key(key)}`" for key, item in value.items() if _is_left_under(key, item))
            pending += value.values()
        elif isinstance(value, list):
            if len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], str) and _is_header_left(*value):
                yield f"the header `{value[0]}`"
            pending += value
        elif isinstance(value, str) and value.lstrip()[:1] in {"{", "["}:
            yield from _values_under_secret_names(value)


def _is_left_under(name: str, item: Any) -> bool:
    secrecy = secrecy_of(name)
    if secrecy is Secrecy.CERTAIN:
        return any(_is_left(leaf) for leaf in _leaves(item))
    return secrecy is Secrecy.POSSIBLE and isinstance(item, str) and looks_random(item) and _is_left(item)


def _leaves(value: Any) -> Iterator[str]:
    """The strings in a value. Single words inside a container describe the field."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            pending += [inner for key, inner in item.items() if key not in PLAIN_NAMES]
        elif isinstance(item, list):
            pending += item
        elif isinstance(item, str) and (item is value or re.fullmatch(r"[A-Za-z_]+", item) is None):
            yield item


def _is_left(value: str) -> bool:
    if value.lstrip()[:1] in {"{", "["} or any(character.isspace() for character in value.strip()):
        return False  # JSON is scanned as JSON; a sentence describes the field
    return placeholder_for(value) != value


def _is_header_left(name: str, value: str) -> bool:
    lower = name.lower()
    if lower in _COOKIE_HEADERS:
        return any(placeholder_for(first) != first for first in re.findall(r"^[^=;]*=\"?([^;,\s\"]*)", value))
    is_named = lower in _CREDENTIAL_HEADERS
    credentials = value.rpartition(" ")[2] if is_named else value
    is_named = is_named or (len(name) > 3 and "-" in name and secrecy_of(name) is Secrecy.CERTAIN)
    return is_named and placeholder_for(credentials) != credentials
