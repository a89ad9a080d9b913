"""What is secret: by the name of a field, by the shape of a value; and what takes its place.

A placeholder has the shape of what it replaces (a URL stays a URL, a JWT can be decoded, hexadecimal keeps its length),
says nothing of it, and is known again: replacing twice gives what replacing once gives.
"""

from __future__ import annotations

import re
from typing import Final

SCRUBBED: Final = "SCRUBBED"
DOMAIN: Final = "scrubbed.example.com"  # reserved for documentation; `.test` and `.invalid` are refused as e-mail
# {"alg":"HS256","typ":"JWT"} and {"exp":4102444800}, the year 2100: clients read the expiry before they send a token
JWT: Final = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjQxMDI0NDQ4MDB9.SCRUBBED"
ACCESS_KEY: Final = "AKIASCRUBBEDSCRUBBED"
NIL: Final = "00000000-0000-0000-0000-000000000000"

UUID_SHAPE: Final = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
JWT_SHAPE: Final = re.compile(r"(?<![\w-])eyJ[\w-]{6,}(?:\.[\w-]+){1,4}")
ACCESS_KEY_SHAPE: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])"
)
VENDOR_SHAPE: Final = re.compile(  # Google, GitHub, GitLab, Slack, Stripe, OpenAI, Hugging Face, PyPI
    r"(?<![\w-])(?:AIza[\w-]{30,}|ya29\.[\w-]{10,}|GOCSPX-[\w-]{10,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{10,}"
    r"|xox[abeoprs]-[\w-]{10,}|[rsp]k_(?:live|test)_\w{10,}|sk-[\w-]{16,}|hf_\w{16,}|pypi-[\w-]{20,})"
)
PEM_SHAPE: Final = re.compile(
    r"-----BEGIN (?P<label>[A-Z0-9 ]{1,40})-----(?P<inner>.*?)(?P<end>-----END (?P=label)-----)"
    r"|-----BEGIN (?P<open>[A-Z0-9 ]{1,40})-----(?P<rest>(?:[A-Za-z0-9+/=\s]|\\[nr])*)",
    re.DOTALL,
)
_AT: Final = r"(?:@|%40|&#64;|&#x40;|\\u0040)"
EMAIL_SHAPE: Final = re.compile(
    rf"(?<![\w.+%-])(?P<local>[\w.!#$+%'*~-]{{1,64}}?)(?P<at>{_AT})"
    r"(?P<domain>(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}(?P<top>[^\W\d_]{2,24}))(?![\w@-])",
    re.IGNORECASE,
)
_FILES: Final = frozenset({
    "csv", "tsv", "zip", "png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "js", "css", "json", "html", "py", "map",
    "md", "txt", "xml",
})  # fmt: skip
_HEX: Final = re.compile(r"[0-9a-fA-F]{16,}")
_URL: Final = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]{1,20})://\S*", re.IGNORECASE)
_END: Final = r"(?:\r?\n|(?:\\r)?\\n)"
_PERSON: Final = re.compile(rf"person-\d+{_AT}{re.escape(DOMAIN)}", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(
    rf"{SCRUBBED}[{SCRUBBED}]*={{0,2}}|{SCRUBBED}:{SCRUBBED}|{re.escape(JWT)}|{ACCESS_KEY}|{NIL}|0*(?:\.0)?|[*•]+"
    rf"|<credentials>|\$API_KEY|-----BEGIN [A-Z0-9 ]+-----{_END}{SCRUBBED}{_END}-----END [A-Z0-9 ]+-----"
    rf"|[a-z][a-z0-9+.-]{{1,20}}://{re.escape(DOMAIN)}/|{_PERSON.pattern}",
    re.IGNORECASE,
)

_WORD: Final = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[^\W\d_]+")
_CERTAIN: Final = re.compile(
    r"(?:passwords?|passwd|passphrase|passcode|secrets?|token|credentials?|authorization|cookies?|jwt|sessionid|sessionkey"
    r"|connectionstrings?|connstr|csrfmiddlewaretoken|(?:amz|goog)(?:signature|credential)|sharedaccesssignature|sastoken"
    r"|(?:access|account|api|private|secret|storage|encryption|signing|shared|master|ssh|subscription|client|delegation"
    r"|auth|license|invite|reset)(?:keys?|code|hash|hashes|secret))"
    r"(?:id|value|json|pem|plain|base|hash|confirm|confirmation|again|repeat|old|new|header)?$"
)
_CERTAIN_WORDS: Final = frozenset(
    {"pass", "pwd", "pw", "pswd", "otp", "creds", "cred", "apikey", "csrf", "xsrf", "pat"}
)
_CERTAIN_NAMES: Final = frozenset({"auth", "xauth", "sig", "pin", "sid"})
_PAGING: Final = re.compile(r"(?:page|next|continuation|sync|cursor|previous|prev)token$")
_POSSIBLE: Final = frozenset({
    "tokens", "key", "keys", "hash", "code", "nonce", "ticket", "session", "invite", "invitation", "signature", "hmac",
    "refresh", "access", "digest", "salt", "seed", "state", "verifier", "link", "challenge", "bearer", "auth",
})  # fmt: skip


def names_secret(name: str) -> bool:
    """Whatever stands under this name is secret: `aws_secret_access_key`, `X-CSRFToken`, `user[password]`."""
    words = [word.lower() for word in _WORD.findall(name)]
    if not words:
        return False
    joined = "".join(words)
    if _PAGING.search(joined):
        return False
    return words[-1] in _CERTAIN_WORDS or joined in _CERTAIN_NAMES or _CERTAIN.search(joined) is not None


def may_name_secret(name: str) -> bool:
    """What stands under this name is secret where it looks drawn by chance: `key`, `hash`, `tokens`, `signature`."""
    words = _WORD.findall(name)
    return bool(words) and words[-1].lower() in _POSSIBLE


def looks_random(value: str) -> bool:
    """Letters and digits in no order that a person would write: 16 characters at least, in one word."""
    return (
        len(value) >= 16
        and re.fullmatch(r"[\w+/=~-]+", value) is not None
        and any(each.isdigit() for each in value)
        and any(each.isalpha() for each in value)
    )


def is_placeholder(value: str) -> bool:
    """The value is nothing, or has taken a secret's place already."""
    return _PLACEHOLDER.fullmatch(value.strip()) is not None


def placeholder(value: str) -> str:
    """What takes the place of a secret: of its shape, without anything of it."""
    if is_placeholder(value):
        return value
    scheme = re.match(r"(?:(?:Bearer|Token|Basic|Digest|ApiKey|Api-Key|JWT)\s+)(?=\S+$)", value, re.IGNORECASE)
    if scheme is not None:
        return scheme[0] + placeholder(value[scheme.end() :])
    if PEM_SHAPE.search(value) is not None:
        return PEM_SHAPE.sub(pem_placeholder, value) if PEM_SHAPE.fullmatch(value.strip()) else SCRUBBED
    for shape, replacement in ((JWT_SHAPE, JWT), (ACCESS_KEY_SHAPE, ACCESS_KEY), (UUID_SHAPE, NIL)):
        if shape.fullmatch(value) is not None:
            return replacement
    if _HEX.fullmatch(value) is not None or value.isdecimal():
        return "0" * len(value)
    address = _URL.fullmatch(value)
    return SCRUBBED if address is None else f"{address['scheme']}://{DOMAIN}/"


def pem_placeholder(found: re.Match[str]) -> str:
    """A block of the same label and the same line ends."""
    label, inner = found["label"] or found["open"], found["inner"] if found["label"] else found["rest"]
    if inner.replace("\\r", "").replace("\\n", "").strip() == SCRUBBED:
        return found[0]
    end = next((mark for mark in ("\r\n", "\\r\\n", "\n", "\\n") if mark in inner), "\n")
    tail = "" if found["label"] else inner[len(inner.rstrip()) :]
    return f"-----BEGIN {label}-----{end}{SCRUBBED}{end}-----END {label}-----{tail}"


def file_suffix(domain: str) -> str:
    """The end of a domain that is a file's: `ada@engine.org.csv` is an address with `.csv` after it."""
    start, dot, top = domain.rpartition(".")
    return dot + top if top.lower() in _FILES and "." in start else ""


def is_person(found: re.Match[str]) -> bool:
    """A match of `EMAIL_SHAPE` is an address that could be somebody's: no placeholder, no name as `logo@2x.png`."""
    domain = found["domain"].lower()
    placed = domain.removesuffix(file_suffix(domain)) == DOMAIN or found["local"] == SCRUBBED  # the latter in a URL
    return not placed and (found["top"].lower() not in _FILES or file_suffix(domain) != "")
