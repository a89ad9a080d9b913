"""Which field names and value shapes are secret, and the placeholders that replace secrets.

To add a secret that shows by its characters, add a line to `SHAPES`. To add a name, add a word to `_CERTAIN`,
`_CERTAIN_LAST_WORDS` or `_POSSIBLE_LAST_WORDS`. Then add the place where it occurs to
`tests/redaction/secret_places.py`. The scanner has a list of its own, so that it proves what this module does.

A placeholder has the shape of what it replaces: a URL stays a URL, a JWT can be decoded, hexadecimal keeps its length.
It reveals nothing, and is recognised: redacting twice gives the same result as redacting once. Recordings hold these
placeholders, so their texts are a stored format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

PLACEHOLDER: Final = "SCRUBBED"
PLACEHOLDER_DOMAIN: Final = "scrubbed.example.com"  # reserved for documentation; servers refuse `.test` in an e-mail
# {"alg":"HS256","typ":"JWT"} and {"exp":4102444800}, the year 2100: clients read the expiry before they send a token
PLACEHOLDER_JWT: Final = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjQxMDI0NDQ4MDB9.SCRUBBED"
PLACEHOLDER_ACCESS_KEY: Final = "AKIASCRUBBEDSCRUBBED"
PLACEHOLDER_UUID: Final = "00000000-0000-0000-0000-000000000000"


# --- by the shape of a value ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Secrets that show by their characters wherever they occur."""

    name: str
    pattern: re.Pattern[str]
    placeholder: str = PLACEHOLDER


SHAPES: Final = (
    Shape(
        name="JSON Web Token",
        pattern=re.compile(r"(?<![\w-])eyJ[\w-]{6,}(?:\.[\w-]+){1,4}"),
        placeholder=PLACEHOLDER_JWT,
    ),
    Shape(
        name="access key of AWS",
        pattern=re.compile(
            r"(?<![A-Za-z0-9])(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])"
        ),
        placeholder=PLACEHOLDER_ACCESS_KEY,
    ),
    Shape(name="key of Google", pattern=re.compile(r"(?<![\w-])(?:AIza[\w-]{30,}|(?:ya29\.|GOCSPX-)[\w-]{10,})")),
    Shape(name="token of GitHub", pattern=re.compile(r"(?<![\w-])(?:gh[pousr]_|github_pat_)\w{20,}")),
    Shape(name="token of GitLab", pattern=re.compile(r"(?<![\w-])glpat-[\w-]{10,}")),
    Shape(name="token of Slack", pattern=re.compile(r"(?<![\w-])xox[abeoprs]-[\w-]{10,}")),
    Shape(name="key of Stripe", pattern=re.compile(r"(?<![\w-])[rsp]k_(?:live|test)_\w{10,}")),
    Shape(name="key of OpenAI", pattern=re.compile(r"(?<![\w-])sk-[\w-]{16,}")),
    Shape(name="token of Hugging Face", pattern=re.compile(r"(?<![\w-])hf_\w{16,}")),
    Shape(name="token of PyPI", pattern=re.compile(r"(?<![\w-])pypi-[\w-]{20,}")),
)
UUID_SHAPE: Final = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
PEM_SHAPE: Final = re.compile(
    r"-----BEGIN (?P<label>[A-Z0-9 ]{1,40})-----(?P<inner>.*?)(?P<end>-----END (?P=label)-----)"
    r"|-----BEGIN (?P<open>[A-Z0-9 ]{1,40})-----(?P<rest>(?:[A-Za-z0-9+/=\s]|\\[nr])*)",
    re.DOTALL,
)
_AT_SIGN: Final = r"(?:@|%40|&#64;|&#x40;|\\u0040)"
EMAIL_SHAPE: Final = re.compile(
    rf"(?<![\w.+%-])(?P<local>[\w.!#$+%'*~-]{{1,64}}?)(?P<at>{_AT_SIGN})"
    r"(?P<domain>(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}(?P<top>[^\W\d_]{2,24}))(?![\w@-])",
    re.IGNORECASE,
)


def looks_random(value: str) -> bool:
    """Whether a value is one word of at least 16 characters, with letters and digits."""
    return (
        len(value) >= 16
        and re.fullmatch(r"[\w+/=~-]+", value) is not None
        and any(character.isdigit() for character in value)
        and any(character.isalpha() for character in value)
    )


# --- by the name of a field, a header, an argument or a form's input ---


class Secrecy(Enum):
    """How secret the name of a value makes it."""

    CERTAIN = "certain"  # the value is secret: `aws_secret_access_key`, `X-CSRFToken`, `user[password]`
    POSSIBLE = "possible"  # the value is secret where it looks random: `key`, `hash`, `tokens`, `signature`
    RELATED = "related"  # the value is about a secret, and no secret itself: `api_tokens_enabled`, `next_page_token`
    NONE = "none"


_WORD: Final = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[^\W\d_]+")
# The words of a name, joined in lower case, end like this
_CERTAIN: Final = re.compile(
    r"(?:passwords?|passwd|passphrase|passcode|secrets?|token|credentials?|authorization|cookies?|jwt|sessionid|sessionkey"
    r"|connectionstrings?|connstr|csrfmiddlewaretoken|(?:amz|goog)(?:signature|credential)|sharedaccesssignature|sastoken"
    r"|(?:access|account|api|private|secret|storage|encryption|signing|shared|master|ssh|subscription|client|delegation"
    r"|auth|license|invite|reset)(?:keys?|code|hash|hashes|secret))"
    r"(?:id|value|json|pem|plain|base|hash|confirm|confirmation|again|repeat|old|new|header)?$"
)
_CERTAIN_LAST_WORDS: Final = frozenset(
    {"pass", "pwd", "pw", "pswd", "otp", "creds", "cred", "apikey", "csrf", "xsrf", "pat"}
)
_CERTAIN_NAMES: Final = frozenset({"auth", "xauth", "sig", "pin", "sid"})
_PAGING: Final = re.compile(r"(?:page|next|continuation|sync|cursor|previous|prev)token$")
_POSSIBLE_LAST_WORDS: Final = frozenset({
    "tokens", "key", "keys", "hash", "code", "nonce", "ticket", "session", "invite", "invitation", "signature", "hmac",
    "refresh", "access", "digest", "salt", "seed", "state", "verifier", "link", "challenge", "bearer", "auth",
})  # fmt: skip
_RELATED: Final = re.compile(r"secret|passw|token|credential|private|apikey|accountkey")


@lru_cache(4096)
def secrecy_of(name: str) -> Secrecy:
    """How secret a value is by the name of its field, header, argument or input. The only place that decides this."""
    words = [word.lower() for word in _WORD.findall(name)]
    joined = "".join(words)
    if not words:
        return Secrecy.NONE
    if not _PAGING.search(joined):
        if words[-1] in _CERTAIN_LAST_WORDS or joined in _CERTAIN_NAMES or _CERTAIN.search(joined):
            return Secrecy.CERTAIN
        if words[-1] in _POSSIBLE_LAST_WORDS:
            return Secrecy.POSSIBLE
    return Secrecy.RELATED if _RELATED.search(joined) or "sas" in words else Secrecy.NONE


def concerns_secret(name: str) -> bool:
    """Whether a name is about a secret, so that a server may keep the value to itself."""
    return secrecy_of(name) in {Secrecy.CERTAIN, Secrecy.RELATED}


def is_secret(name: str, value: str) -> bool:
    """Whether the text under a name is secret."""
    secrecy = secrecy_of(name)
    return secrecy is Secrecy.CERTAIN or (secrecy is Secrecy.POSSIBLE and looks_random(value))


# --- placeholders ---

_HEX: Final = re.compile(r"[0-9a-fA-F]{16,}")
_URL: Final = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]{1,20})://\S*", re.IGNORECASE)
_LINE_END: Final = r"(?:\r?\n|(?:\\r)?\\n)"
_EMAIL_PLACEHOLDER: Final = rf"person-\d+{_AT_SIGN}{re.escape(PLACEHOLDER_DOMAIN)}"
_ANY_PLACEHOLDER: Final = re.compile(
    rf"{PLACEHOLDER}[{PLACEHOLDER}]*={{0,2}}|{PLACEHOLDER}:{PLACEHOLDER}|{re.escape(PLACEHOLDER_JWT)}"
    rf"|{PLACEHOLDER_ACCESS_KEY}|{PLACEHOLDER_UUID}|0*(?:\.0)?|[*•]+|<credentials>|\$API_KEY"
    rf"|-----BEGIN [A-Z0-9 ]+-----{_LINE_END}{PLACEHOLDER}{_LINE_END}-----END [A-Z0-9 ]+-----"
    rf"|[a-z][a-z0-9+.-]{{1,20}}://{re.escape(PLACEHOLDER_DOMAIN)}/|{_EMAIL_PLACEHOLDER}",
    re.IGNORECASE,
)


def is_placeholder(value: str) -> bool:
    """Whether a value is empty or a placeholder."""
    return _ANY_PLACEHOLDER.fullmatch(value.strip()) is not None


def placeholder_for(value: str) -> str:
    """The placeholder for a secret: of the same shape, and nothing of the value in it."""
    if is_placeholder(value):
        return value
    scheme = re.match(r"(?:(?:Bearer|Token|Basic|Digest|ApiKey|Api-Key|JWT)\s+)(?=\S+$)", value, re.IGNORECASE)
    if scheme is not None:
        return scheme[0] + placeholder_for(value[scheme.end() :])
    if PEM_SHAPE.search(value) is not None:
        return PEM_SHAPE.sub(pem_placeholder, value) if PEM_SHAPE.fullmatch(value.strip()) else PLACEHOLDER
    for shape in SHAPES:
        if shape.pattern.fullmatch(value) is not None:
            return shape.placeholder
    if UUID_SHAPE.fullmatch(value) is not None:
        return PLACEHOLDER_UUID
    if _HEX.fullmatch(value) is not None or value.isdecimal():
        return "0" * len(value)
    url = _URL.fullmatch(value)
    return PLACEHOLDER if url is None else f"{url['scheme']}://{PLACEHOLDER_DOMAIN}/"


def pem_placeholder(match: re.Match[str]) -> str:
    """The placeholder for a match of `PEM_SHAPE`, with the same label and line ends."""
    label, inner = match["label"] or match["open"], match["inner"] if match["label"] else match["rest"]
    if inner.replace("\\r", "").replace("\\n", "").strip() == PLACEHOLDER:
        return match[0]
    end = next((mark for mark in ("\r\n", "\\r\\n", "\n", "\\n") if mark in inner), "\n")
    tail = "" if match["label"] else inner[len(inner.rstrip()) :]
    return f"-----BEGIN {label}-----{end}{PLACEHOLDER}{end}-----END {label}-----{tail}"
