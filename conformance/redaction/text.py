"""Redacts text: known secrets, values under the name of a secret, and values with the shape of a secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final
from urllib.parse import unquote, unquote_plus

from conformance.redaction.assignments import SENTENCE, assigned_secrets, input_secrets
from conformance.redaction.emails import EmailNumbers
from conformance.redaction.encodings import (
    MIN_LENGTH,
    decode_base64,
    encode_base64,
    encode_percent,
    encoded_secrets,
)
from conformance.redaction.json_text import Path, Role, rewrite_json
from conformance.redaction.patterns import (
    EMAIL_SHAPE,
    PEM_SHAPE,
    PLACEHOLDER,
    SHAPES,
    Secrecy,
    is_placeholder,
    is_secret,
    looks_random,
    pem_placeholder,
    placeholder_for,
    secrecy_of,
)

# A text without any of these holds nothing to redact, except for known secrets
_HINT: Final = re.compile(
    r"[@=]|%40|%3d|&#|\\u|-----BEGIN |://|[\w+/-]{16}|/.{8}|(?i:bearer|token|basic|key|jwt|pass|secret|auth|cookie)",
    re.IGNORECASE,
)
_URL: Final = re.compile(r"[a-z][a-z0-9+.-]{1,20}://[^\s\"'<>\\`|^]+", re.IGNORECASE)
_AUTHORITY: Final = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)(?P<info>[^/?#]*)@", re.IGNORECASE)
_URL_CREDENTIALS: Final = re.compile(r"(?<=://)[^/\s]+@")
_PATH_SEGMENT: Final = re.compile(r"(?<=/)[^/:?#]+")
_SECRET_SEGMENT: Final = re.compile(
    r"(?P<head>/[\w-]*(?:token|reset|invit|confirm|activat|verif|unsubscribe|password|signup|magic|share)[\w-]*/"
    r"(?:[\w-]{1,8}/)?)(?P<value>[\w.~=+-]{16,})",
    re.IGNORECASE,
)
_HEADER_LINE: Final = re.compile(
    r"(?<![\w-])(?P<name>(?:proxy-)?authorization|(?:set-)?cookie)"
    r"(?P<mid>\\*[\"']?\s{0,2}[:=]\s{0,2}b?\\*[\"']?|[\"']\s{0,2},\s{0,2}b?[\"'])(?P<value>[^\r\n\"'\\]+)",
    re.IGNORECASE,
)
_CREDENTIALS: Final = re.compile(
    r"(?<![\w-])(?P<scheme>Bearer|Token|Basic|ApiKey|Api-Key|JWT)(?P<gap>\s+|%20|\+)(?P<value>[\w.~+/=-]{6,})",
    re.IGNORECASE,
)
_BASE64: Final = re.compile(r"(?<![\w+/=-])[\w+/-]{20,}={0,2}(?![\w+/=-])", re.ASCII)
_ANY_SHAPE: Final = re.compile("|".join(shape.pattern.pattern for shape in SHAPES))
_COOKIE: Final = re.compile(r"(?P<name>[^\s=;,]+)=(?P<value>\"[^\"]*\"|[^;,\s]*)")
_COOKIE_ATTRIBUTES: Final = frozenset(
    {"expires", "path", "domain", "max-age", "samesite", "priority", "version", "comment"}
)
PLAIN_NAMES: Final = frozenset({"type", "kind", "token_type"})  # their values describe a secret, even inside one
_STORED_TYPES: Final = frozenset({"$datetime", "$date", "$time", "$number"})  # of `generate.values.to_stored`
_WORD: Final = re.compile(r"[A-Za-z_]+")
_MAX_DEPTH: Final = 4  # of base64 inside base64


class Redaction:
    """Redacts one text after another, and remembers the secrets that it finds.

    `known` maps secrets to placeholders. `found` are further secrets to search for in other texts. The first pass finds
    them; the second pass replaces them everywhere.
    """

    def __init__(self, known: Mapping[str, str], emails: EmailNumbers | None = None) -> None:
        self.known, self.found = dict(known), dict[str, str]()
        self.emails = emails or EmailNumbers()
        self._encoded_secrets = encoded_secrets(self.known)
        self._depth = 0

    def second_pass(self) -> Redaction:
        """A redaction that knows what this one found."""
        return Redaction({**self.found, **self.known}, self.emails.renumbered())

    def redact_known(self, text: str) -> str:
        """The text without known secrets, in whichever encoding. Nothing else changes."""
        lower = text.lower()
        for secret in self._encoded_secrets:
            if secret.may_occur_in(text, lower):
                text = secret.pattern.sub(secret.replacement, text)
                lower = text.lower()
        return text

    def redact_text(self, text: str) -> str:
        """Free text of any kind, without secrets."""
        text = self.redact_known(text)
        if _HINT.search(text) is None:
            return text
        text = PEM_SHAPE.sub(self._pem, text)
        text = _URL.sub(lambda match: self.redact_url(match[0]), text)
        text = _HEADER_LINE.sub(
            lambda match: match["name"] + match["mid"] + self.redact_header(match["name"], match["value"]), text
        )
        text = self._redact_spans(text, assigned_secrets)
        text = self._redact_spans(_CREDENTIALS.sub(self._after_scheme, text), input_secrets)
        return self._inside_base64(self._shapes(_SECRET_SEGMENT.sub(self._segment, text)))

    def redact_secret(self, value: str) -> str:
        """The replacement of a text that is secret as a whole. JSON keeps its structure."""
        if is_placeholder(value):
            return value
        if value.lstrip()[:1] in {"{", "["}:
            inner = rewrite_json(value, self._replace_secret_leaf)
            if inner is not None:
                return inner
        if EMAIL_SHAPE.fullmatch(value) is not None:
            return self._shapes(value)
        self.redact_text(value)  # finds the password in a connection string, which may occur alone elsewhere
        return self._placeholder(value)

    def redact_header(self, name: str, value: str) -> str:
        """The value of a header. Cookies keep their names, credentials keep their scheme."""
        name, value = name.lower(), self.redact_known(value)
        if name in {"cookie", "set-cookie"}:
            return self.redact_text(_COOKIE.sub(self._cookie, value)) if "=" in value else self._opaque(value)
        if name.endswith("authorization"):
            scheme = re.match(r"[A-Za-z][\w-]* +(?=\S)", value)
            start = scheme.end() if scheme is not None else 0
            return value[:start] + self._credentials(value[:start].strip(), value[start:])
        return self._opaque(value) if is_secret(name, value) else self.redact_text(value)

    def redact_url(self, url: str) -> str:
        """A URL without user and password, and without secrets in its path, query and fragment."""
        head, mark, fragment = url.partition("#")
        base, question, query = head.partition("?")
        base = _AUTHORITY.sub(self._authority, base)
        base = _PATH_SEGMENT.sub(lambda segment: self._percent_encoded(segment[0], plus=False), base)
        base = _SECRET_SEGMENT.sub(self._segment, base)
        after = self.redact_pairs(fragment) if "=" in fragment else self._shapes(fragment)
        return f"{base}{question}{self.redact_pairs(query)}{mark}{after}"

    def redact_pairs(self, query: str) -> str:
        """A query or a form without secrets."""
        return "".join(pair if pair in "&;" else self._pair(pair) for pair in re.split(r"([&;])", query))

    def redact_value(self, value: str) -> str:
        """A text that may be JSON, without secrets."""
        if value.lstrip()[:1] in {"{", "[", '"'}:
            inner = self.redact_json(value)
            if inner is not None:
                return inner
        return self.redact_text(value)

    def redact_json(self, text: str, *, messages: bool = False) -> str | None:
        """JSON without secrets, or None for invalid JSON.

        With `messages`, sentences under the name of a secret describe it, as in the response to a refused request.
        """

        def replace(role: Role, path: Path, value: object) -> object:
            return self.redact_text(str(value)) if role == "key" else self._leaf(path, value, messages=messages)

        return rewrite_json(text, replace)

    def _leaf(self, path: Path, leaf: object, *, messages: bool) -> object:
        name = next((step for step in reversed(path) if isinstance(step, str) and not step.startswith("$")), "")
        if isinstance(leaf, (int, float)) and not isinstance(leaf, bool):
            alone = bool(path) and path[-1] == name and not name.endswith("s")
            return type(leaf)(0) if alone and secrecy_of(name) is Secrecy.CERTAIN else leaf
        if not isinstance(leaf, str) or path[-2:] == ("$model", 0) or (path and path[-1] in _STORED_TYPES):
            return leaf
        within = any(isinstance(step, str) and secrecy_of(step) is Secrecy.CERTAIN for step in path)
        direct = bool(path) and path[-1] == name
        described = messages and (SENTENCE.fullmatch(leaf) or (not direct and _WORD.fullmatch(leaf)))
        if within and name not in PLAIN_NAMES and not described:
            return self.redact_secret(leaf)
        if secrecy_of(name) is Secrecy.POSSIBLE and looks_random(leaf):
            return self.redact_secret(leaf)
        return self.redact_value(leaf)

    def _replace_secret_leaf(self, role: Role, path: Path, leaf: object) -> object:
        plain = role == "key" or not isinstance(leaf, str) or (path and path[-1] in PLAIN_NAMES)
        return leaf if plain else self.redact_secret(str(leaf))

    def _placeholder(self, value: str) -> str:
        placeholder = placeholder_for(value)
        if placeholder != value and _is_distinctive(value):
            self.found.setdefault(value, placeholder)
        return placeholder

    def _opaque(self, value: str) -> str:
        """Like `redact_secret`, but without keeping any structure."""
        self.redact_secret(value)
        return placeholder_for(value)

    def _credentials(self, scheme: str, value: str) -> str:
        if scheme.lower() == "basic" and (plain := decode_base64(value)):
            for part in plain.split(":", 1):
                self.redact_secret(part)
        return self._opaque(value)

    def _after_scheme(self, match: re.Match[str]) -> str:
        value = match["value"]
        if len(value) < 24 and not any(character.isdigit() for character in value):
            return match[0]  # "token authentication" is prose
        return match["scheme"] + match["gap"] + self._credentials(match["scheme"], value)

    def _redact_spans(self, text: str, find: Callable[[str], Iterable[tuple[int, int]]]) -> str:
        pieces, done = [], 0
        for start, end in find(text):
            pieces += [text[done:start], self.redact_secret(text[start:end])]
            done = end
        return "".join([*pieces, text[done:]])

    def _shapes(self, text: str) -> str:
        """The text without what shows by its characters: JWTs, access keys, e-mail addresses."""
        if _ANY_SHAPE.search(text) is not None:
            for shape in SHAPES:
                text = shape.pattern.sub(lambda match: self._placeholder(match[0]), text)
        return self.emails.redact(text)

    def _segment(self, match: re.Match[str]) -> str:
        return match["head"] + self.redact_secret(match["value"]) if looks_random(match["value"]) else match[0]

    def _pem(self, match: re.Match[str]) -> str:
        placeholder = pem_placeholder(match)
        if placeholder != match[0]:
            self.found.setdefault(match[0], placeholder)
        return placeholder

    def _cookie(self, match: re.Match[str]) -> str:
        if match["name"].lower() in _COOKIE_ATTRIBUTES:
            return match[0]
        return f"{match['name']}={self.redact_secret(match['value'])}"

    def _authority(self, match: re.Match[str]) -> str:
        parts = match["info"].split(":", 1)
        placeholders = [self.redact_secret(unquote(part)) and PLACEHOLDER if part else "" for part in parts]
        return f"{match['scheme']}{':'.join(placeholders)}@"

    def _pair(self, pair: str) -> str:
        raw_name, equal, raw_value = pair.partition("=")
        name = unquote_plus(raw_name)
        if not equal:
            return self._percent_encoded(pair)
        value = unquote_plus(raw_value)
        if is_secret(name, value) or name.lower() == "signature":
            new = self.redact_secret(value)
            return pair if new == value else f"{raw_name}={encode_percent(new, like=raw_value)}"
        return f"{self._percent_encoded(raw_name)}={self._percent_encoded(raw_value)}"

    def _percent_encoded(self, raw: str, *, plus: bool = True) -> str:
        """A percent-encoded text without secrets. Its encoding changes only where something is replaced."""
        value = unquote_plus(raw) if plus else unquote(raw)
        new = self.redact_value(value)
        return raw if new == value else encode_percent(new, like=raw)

    def _inside_base64(self, text: str) -> str:
        """The text without secrets inside base64 that holds text."""
        if self._depth >= _MAX_DEPTH:
            return text
        self._depth += 1
        try:
            return _BASE64.sub(lambda match: self._reencode(match[0]), text)
        finally:
            self._depth -= 1

    def _reencode(self, code: str) -> str:
        plain = decode_base64(code)
        if not plain:
            return code
        new = self.redact_value(plain)
        return code if new == plain else encode_base64(new, like=code)


def without_url_credentials(text: str) -> str:
    """The text without the user names and passwords of its URLs."""
    return _URL_CREDENTIALS.sub("", text)


def _is_distinctive(value: str) -> bool:
    """Whether a value occurs only as a secret, so that it is one wherever it occurs."""
    return len(value) >= MIN_LENGTH and not value.isdecimal() and (len(value) >= 16 or _WORD.fullmatch(value) is None)
