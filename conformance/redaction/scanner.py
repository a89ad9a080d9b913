"""Canaries: the proof that a file holds no secret, run on every recording before it takes its place.

Scrubbing encodes what it knows and looks for that; this decodes what it is given, layer by layer (JSON Lines, JSON in
strings, percent-encoding, base64, gzip and zip), and looks for secrets in each. The two agree or nothing is written.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_plus

from conformance.errors import SecretLeft
from conformance.redaction.encodings import spellings
from conformance.redaction.patterns import ACCESS_KEY, EMAIL_SHAPE, JWT, SCRUBBED, is_person, looks_random, placeholder
from conformance.redaction.redact import NO_SECRETS, Secrets
from conformance.redaction.text import PLAIN_NAMES, may_name_secret, names_secret

_MOST_TOLD: Final = 8
_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16
_DEEPEST: Final = 4  # layers inside layers
_MOST_UNPACKED: Final = 64 * 2**20  # bytes
_CODE: Final = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
_JWT_HEAD: Final = JWT.rpartition(".")[0].replace(".", r"\.")
_OPEN: Final = rf"(?!\W{{0,3}}{SCRUBBED}|{ACCESS_KEY}|{_JWT_HEAD}|<credentials>|\$API_KEY|0{{8}})"
_PATTERNS: Final = tuple(
    (what, re.compile(shape, re.IGNORECASE if caseless else 0))
    for what, shape, caseless in (
        (
            "a private key",
            r"-----BEGIN [A-Z0-9 ]*KEY( BLOCK)?-----(?!(\s|\\+[rn])*SCRUBBED(\s|\\+[rn])*-----END)",
            False,
        ),
        ("an access key of AWS", r"(?<![A-Za-z0-9])(AKIA|ASIA)(?!SCRUBBED)[A-Z0-9]{16}(?![A-Za-z0-9])", False),
        ("a JSON Web Token", r"(?<![\w-])eyJ[\w-]{6,}\.eyJ[\w-]{6,}\.(?!SCRUBBED\b)[\w-]+", False),
        ("a token of a vendor", r"(?<![\w-])(ghp_|github_pat_|xox[bp]-|sk_live_|AIza|hf_)[\w-]{20,}", False),
        ("a presigned URL", rf"x-(amz|goog)-(signature|credential|security-token)={_OPEN}[^&\s\"']{{2}}", True),
        ("a presigned URL", rf"[?&;](sig|signature|awsaccesskeyid)={_OPEN}[^&\s\"']{{8}}", True),
        ("a storage account's key", rf"(accountkey|sharedaccesssignature)={_OPEN}[^;\s\"']{{4}}", True),
        ("credentials in a URL", rf"[a-z]://(?!{SCRUBBED}(:{SCRUBBED})?@)[^/\s:@?#\"'<>]*:[^/\s@?#\"'<>]+@\w", True),
        (
            "an authorization header",
            rf"authorization\W{{1,6}}(?!\w[\w-]* SCRUBBED)([\w-]+ )?{_OPEN}[\w+/=.-]{{12}}",
            True,
        ),
        ("a token", r"\btoken (?!0{8})[0-9a-f]{32,}", True),
        ("a bearer token", rf"\bbearer {_OPEN}(?=\S*\d)[\w+/=.~-]{{8}}", True),
    )
)
_ASSIGNED: Final = re.compile(  # in a query, a form, a log, the text of a dictionary
    r"(?<![\w-])(?P<name>[A-Za-z_][\w.\[\]-]{1,60})\\*[\"']?\s?[:=]\s?\\*[\"']?(?=(?P<value>[^\s\"'&;,<>(){}\[\]\\|#]{5,}))"
)
_HEADERS: Final = frozenset({"authorization", "proxy-authorization"})


@dataclass(frozen=True, slots=True)
class Leak:
    """One secret that was left: what it is, never its value, and where it stands."""

    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def leaks(content: str | bytes, secrets: Secrets = NO_SECRETS) -> list[Leak]:
    """What is left of the run's own secrets, in any encoding, and of all that looks like a secret."""
    names = {value: f"secret {at} of this run" for at, value in enumerate(secrets.known, start=1)}
    known = spellings(names)
    found: dict[Leak, None] = {}
    for where, text in _layers(content, "the text", 0):
        found.update((Leak(each.replacement, where), None) for each in known if each.pattern.search(text) is not None)
        found.update((Leak(what, where), None) for what in _looks_secret(text))
    for where, text in _texts(content):
        found.update((Leak(what, where), None) for what in _stands_under_names(text))
    return list(found)


def prove_clean(name: str, content: str | bytes, secrets: Secrets = NO_SECRETS) -> None:
    """Called with all that a file will hold, before it takes its place. Raises SecretLeft, without the secret."""
    left = leaks(content, secrets)
    if left:
        told = "".join(f"\n  {each}" for each in left[:_MOST_TOLD])
        more = f"\n  and {len(left) - _MOST_TOLD} more" if len(left) > _MOST_TOLD else ""
        raise SecretLeft(
            f"{name}: not written, secrets were left in it after scrubbing, in {len(left)} places:{told}{more}\n"
            "  Next: name the operation in a report of this bug; nothing secret has reached the disk."
        )


def _texts(content: str | bytes) -> Iterator[tuple[str, str]]:
    """The content line by line, where it is text."""
    text = content if isinstance(content, str) else content.decode("utf-8", errors="replace")
    for number, line in enumerate(text.split("\n"), start=1):
        yield f"line {number}", line


def _layers(content: str | bytes, where: str, depth: int) -> Iterator[tuple[str, str]]:
    """The content as text, and every text that is encoded in it, with the way to it."""
    if isinstance(content, bytes):
        yield from _unpacked(content, where, depth)
        if content.startswith(tuple(_BOMS)):
            yield where, content.decode("utf-16", errors="replace")
        content = content.decode("utf-8", errors="replace")
    yield where, content
    if depth >= _DEEPEST:
        return
    for place, inner in _encoded(content):
        yield from _layers(inner, f"{where}, {place}", depth + 1)


def _encoded(text: str) -> Iterator[tuple[str, str | bytes]]:
    """What is encoded in a text, one layer down."""
    if "%" in text:
        yield "percent-decoded", unquote_plus(text)
    if "&" in text and html.unescape(text) != text:
        yield "as HTML", html.unescape(text)
    for code in _CODE.findall(text):
        plain_bytes = _from_base64(code)
        if plain_bytes is not None:
            yield "in base64", plain_bytes
    for number, line in enumerate(text.split("\n"), start=1):
        if line.lstrip()[:1] in {"{", "[", '"'}:
            yield from ((f"line {number}{place}", leaf) for place, leaf in _strings(line))


def _strings(line: str) -> Iterator[tuple[str, str]]:
    """Every string of a line of JSON, keys too, by its path."""
    try:
        parsed = json.loads(line)
    except (ValueError, RecursionError):
        return
    pending: list[tuple[str, Any]] = [("", parsed)]
    while pending:
        place, value = pending.pop()
        if isinstance(value, dict):
            yield from ((f"{place}, a key", key) for key in value if "@" in key or len(key) > 12)
            pending += [(f"{place}.{_shown(key)}", item) for key, item in value.items()]
        elif isinstance(value, list):
            pending += [(f"{place}[{at}]", item) for at, item in enumerate(value)]
        elif isinstance(value, str):
            yield place, value


def _shown(key: str) -> str:
    """A key, where it cannot be a secret itself."""
    return key if key.isidentifier() and len(key) <= 32 else "*"


def _from_base64(code: str) -> bytes | None:
    """What a code holds, where that is text or an archive: most words are base64 of nothing."""
    bare = code.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        plain = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (ValueError, binascii.Error):
        return None
    packed = plain.startswith((b"\x1f\x8b", b"PK\x03\x04", *_BOMS))
    shown = sum(each in b"\t\r\n" or 32 <= each < 127 for each in plain)
    return plain if packed or shown >= 0.7 * len(plain) else None


def _unpacked(content: bytes, where: str, depth: int) -> Iterator[tuple[str, str]]:
    """The texts of an archive."""
    try:
        if content[:2] == b"\x1f\x8b":
            inner = gzip.GzipFile(fileobj=io.BytesIO(content)).read(_MOST_UNPACKED)
            yield from _layers(inner, f"{where}, in gzip", depth + 1)
        elif content[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for entry in archive.infolist():
                    if entry.file_size <= _MOST_UNPACKED:
                        yield from _layers(archive.read(entry), f"{where}, in a file of an archive", depth + 1)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return  # no archive after all: its bytes are looked at as they are


def _looks_secret(text: str) -> Iterator[str]:
    """What has the shape of a secret."""
    for what, shape in _PATTERNS:
        if shape.search(text) is not None:
            yield what
    if any(is_person(found) for found in EMAIL_SHAPE.finditer(text)):
        yield "an e-mail address"
    for found in _ASSIGNED.finditer(text):
        value = found["value"]
        if names_secret(found["name"]) and any(each.isdigit() for each in value) and placeholder(value) != value:
            yield f"the value of `{_shown(found['name'])}`"


def _stands_under_names(line: str) -> Iterator[str]:
    """What stands under the name of a secret in a line of JSON, and in JSON inside its strings."""
    try:
        pending: list[Any] = [json.loads(line)]
    except (ValueError, RecursionError):
        return
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            yield from (f"the value of `{_shown(key)}`" for key, item in value.items() if _left_under(key, item))
            pending += value.values()
        elif isinstance(value, list):
            if len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], str) and _header_left(*value):
                yield f"the header `{value[0]}`"
            pending += value
        elif isinstance(value, str) and value.lstrip()[:1] in {"{", "["}:
            yield from _stands_under_names(value)


def _left_under(name: str, item: Any) -> bool:
    if names_secret(name):
        return any(_left(leaf) for leaf in _leaves(item))
    return may_name_secret(name) and isinstance(item, str) and looks_random(item) and _left(item)


def _leaves(value: Any) -> Iterator[str]:
    """The strings in a value that are no words: in a container these speak of the field."""
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, dict):
            pending += [item for key, item in each.items() if key not in PLAIN_NAMES]
        elif isinstance(each, list):
            pending += each
        elif isinstance(each, str) and (each is value or re.fullmatch(r"[A-Za-z_]+", each) is None):
            yield each


def _left(value: str) -> bool:
    if value.lstrip()[:1] in {"{", "["} or any(each.isspace() for each in value.strip()):
        return False  # JSON is looked at itself; a sentence speaks of the field
    return placeholder(value) != value


def _header_left(name: str, value: str) -> bool:
    if name.lower() in {"cookie", "set-cookie"}:
        return any(placeholder(first) != first for first in re.findall(r"^[^=;]*=\"?([^;,\s\"]*)", value))
    credentials = value.rpartition(" ")[2] if name.lower() in _HEADERS else value
    named = name.lower() in _HEADERS or (len(name) > 3 and "-" in name and names_secret(name))
    return named and placeholder(credentials) != credentials
