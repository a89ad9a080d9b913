"""Secrets out of free text: what is known, what stands under a secret's name, what has the shape of a secret."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import count
from typing import Final
from urllib.parse import quote, unquote, unquote_plus

from conformance.redaction import patterns
from conformance.redaction.encodings import LEAST, spellings
from conformance.redaction.json_text import Path, Place, changed
from conformance.redaction.patterns import looks_random, placeholder

_HINT: Final = re.compile(
    r"[@=]|%40|%3d|&#|\\u|-----BEGIN |://|[\w+/-]{16}|/.{8}|(?i:bearer|token|basic|key|jwt|pass|secret|auth|cookie)",
    re.IGNORECASE,
)
_URL: Final = re.compile(r"[a-z][a-z0-9+.-]{1,20}://[^\s\"'<>\\`|^]+", re.IGNORECASE)
_AUTHORITY: Final = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)(?P<info>[^/?#]*)@", re.IGNORECASE)
_HEADER: Final = re.compile(
    r"(?<![\w-])(?P<name>(?:proxy-)?authorization|(?:set-)?cookie)"
    r"(?P<mid>\\*[\"']?\s{0,2}[:=]\s{0,2}b?\\*[\"']?|[\"']\s{0,2},\s{0,2}b?[\"'])(?P<value>[^\r\n\"'\\]+)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"(?<![\w%-])(?P<name>[A-Za-z_][\w.\[\]-]{1,80}?)"
    r"(?P<mid>\\*[\"']?\]?\s{0,3}(?:=>|[:=])\s{0,3}b?|(?i:(?<=-key)|(?<=-token))[\"']\s{0,2},\s{0,2}b?(?=[\"']))"
    r"(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^'\\]|\\.)*)'|\\+[\"'](?P<escaped>.*?)\\+[\"']"
    r"|(?P<bare>[^\s\"'&;<>(){}\[\]\\|,]+(?:,[^\s\"'&;<>(){}\[\]\\|,]+)*)(?P<last>(?=\s*(?:$|[,;)}\]\"'<&\r\n])))?)"
)
_SCHEME: Final = re.compile(
    r"(?<![\w-])(?P<scheme>Bearer|Token|Basic|ApiKey|Api-Key|JWT)(?P<gap>\s+|%20|\+)(?P<value>[\w.~+/=-]{6,})",
    re.IGNORECASE,
)
_STEP: Final = re.compile(
    r"(?P<head>/[\w-]*(?:token|reset|invit|confirm|activat|verif|unsubscribe|password|signup|magic|share)[\w-]*/"
    r"(?:[\w-]{1,8}/)?)(?P<value>[\w.~=+-]{16,})",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(  # of an HTML form, either attribute first
    r"(?P<head>\bname=\\*[\"'](?P<name>[\w.-]+)\\*[\"'][^<>]{0,200}?\bvalue=\\*[\"'])(?P<value>[^\"'<>\\]+)"
    r"|(?P<head2>\bvalue=\\*[\"'])(?P<value2>[^\"'<>\\]+)(?P<tail2>\\*[\"'][^<>]{0,200}?\bname=\\*[\"'](?P<name2>[\w.-]+))"
)
_CODE: Final = re.compile(r"(?<![\w+/=-])[\w+/-]{20,}={0,2}(?![\w+/=-])", re.ASCII)
_COOKIE: Final = re.compile(r"(?P<name>[^\s=;,]+)=(?P<value>\"[^\"]*\"|[^;,\s]*)")
_COOKIE_WORDS: Final = frozenset({"expires", "path", "domain", "max-age", "samesite", "priority", "version", "comment"})
PLAIN_NAMES: Final = frozenset({"type", "kind", "token_type"})  # tell of what is secret, and are not
_NEVER_SECRET: Final = frozenset({"$datetime", "$date", "$time", "$number"})  # of `generate.values.to_stored`
_NO_VALUES: Final = frozenset({"none", "true", "false", "null", "undefined", "str", "int", "bool", "optional", "..."})
_SENTENCE: Final = re.compile(r"\S+\s.*[.!?]", re.DOTALL)
_WORD: Final = re.compile(r"[A-Za-z_]+")
_DEEPEST: Final = 4  # codes inside codes

names_secret = lru_cache(4096)(patterns.names_secret)
may_name_secret = lru_cache(4096)(patterns.may_name_secret)


class Redaction:
    """Takes secrets out of one text after another, and remembers those that it found.

    `known` are secrets with what takes their place. `found` are further ones that are worth looking for elsewhere;
    `people` are e-mail addresses by their number. One pass finds, a second one with what it found replaces everywhere.
    """

    def __init__(self, known: Mapping[str, str], people: Mapping[str, int] | None = None) -> None:
        self.known, self.found = dict(known), dict[str, str]()
        self.people = {} if people is None else dict(people)
        self.taken: set[int] = set()
        self._spellings = spellings(self.known)
        self._depth = 0

    def learnt(self) -> Redaction:
        """One that knows what this one found, for the second pass; people are counted as they came."""
        numbers = (each for each in count(1) if each not in self.taken)
        return Redaction({**self.found, **self.known}, dict(zip(self.people, numbers, strict=False)))

    def plain(self, text: str) -> str:
        """The text without the known secrets, however they are spelt."""
        lower = text.lower()
        for each in self._spellings:
            if each.may_stand_in(text, lower):
                text = each.pattern.sub(each.written, text)
                lower = text.lower()
        return text

    def text(self, text: str) -> str:
        """Free text of any kind."""
        text = self.plain(text)
        if _HINT.search(text) is None:
            return text
        text = patterns.PEM_SHAPE.sub(self._pem, text)
        text = _URL.sub(lambda found: self.url(found[0]), text)
        text = _HEADER.sub(
            lambda found: found["name"] + found["mid"] + self.header(found["name"], found["value"]), text
        )
        text = self._assigned(text)
        text = _FIELD.sub(self._field, _SCHEME.sub(self._after_scheme, text))
        return self._coded(self.shapes(_STEP.sub(self._step, text)))

    def shapes(self, text: str) -> str:
        """What shows by its own characters: JWTs, access keys, e-mail addresses."""
        for shape in (patterns.JWT_SHAPE, patterns.ACCESS_KEY_SHAPE, patterns.VENDOR_SHAPE):
            text = shape.sub(lambda found: self._whole(found[0]), text)
        return patterns.EMAIL_SHAPE.sub(self._person, text)

    def secret(self, value: str) -> str:
        """What takes the place of a text that is secret as a whole."""
        if patterns.is_placeholder(value):
            return value
        if value.lstrip()[:1] in {"{", "["}:
            inner = changed(value, lambda place, path, leaf: leaf if place == "key" else self._inside(path, leaf))
            if inner is not None:
                return inner
        if patterns.EMAIL_SHAPE.fullmatch(value) is not None:
            return self.shapes(value)
        self.text(value)  # a password in a connection string may stand alone elsewhere
        return self._whole(value)

    def _whole(self, value: str) -> str:
        replacement = placeholder(value)
        if replacement != value and _spreads(value):
            self.found.setdefault(value, replacement)
        return replacement

    def _inside(self, path: Path, leaf: object) -> object:
        return self.secret(leaf) if isinstance(leaf, str) and (not path or path[-1] not in PLAIN_NAMES) else leaf

    def header(self, name: str, value: str) -> str:
        """A header's value; of cookies each value, of credentials all but the scheme."""
        name, value = name.lower(), self.plain(value)
        if name in {"cookie", "set-cookie"}:
            return self.text(_COOKIE.sub(self._cookie, value)) if "=" in value else self._opaque(value)
        if name.endswith("authorization"):
            scheme = re.match(r"[A-Za-z][\w-]* +(?=\S)", value)
            start = scheme.end() if scheme is not None else 0
            return value[:start] + self._credentials(value[:start].strip(), value[start:])
        if names_secret(name) or (may_name_secret(name) and looks_random(value)):
            return self._opaque(value)
        return self.text(value)

    def _credentials(self, scheme: str, value: str) -> str:
        if scheme.lower() == "basic" and (plain := _decoded(value)):
            for part in plain.split(":", 1):
                self.secret(part)
        return self._opaque(value)

    def _opaque(self, value: str) -> str:
        """Like `secret`, where nothing of the value's inside has to stay."""
        self.secret(value)
        return placeholder(value)

    def url(self, url: str) -> str:
        """An address: user and password, query and fragment by name, the steps of the path."""
        head, mark, fragment = url.partition("#")
        base, question, query = head.partition("?")
        base = _AUTHORITY.sub(self._authority, base)
        base = _STEP.sub(self._step, re.sub(r"(?<=/)[^/:?#]+", lambda step: self._escaped(step[0], plus=False), base))
        after = self.pairs(fragment) if "=" in fragment else self.shapes(fragment)
        return f"{base}{question}{self.pairs(query)}{mark}{after}"

    def pairs(self, query: str) -> str:
        """Names and values as in a query or a form."""
        return "".join(each if each in "&;" else self._pair(each) for each in re.split(r"([&;])", query))

    def _pair(self, pair: str) -> str:
        raw_name, equal, raw = pair.partition("=")
        name = unquote_plus(raw_name)
        if not equal:
            return self._escaped(pair)
        value = unquote_plus(raw)
        if names_secret(name) or (may_name_secret(name) and (looks_random(value) or name.lower() == "signature")):
            new = self.secret(value)
            return pair if new == value else f"{raw_name}={_quoted(new, raw)}"
        return f"{self._escaped(raw_name)}={self._escaped(raw)}"

    def _escaped(self, raw: str, *, plus: bool = True) -> str:
        """A percent-encoded text; it keeps its own way of encoding where nothing is replaced."""
        value = unquote_plus(raw) if plus else unquote(raw)
        new = self.value(value)
        return raw if new == value else _quoted(new, raw)

    def value(self, value: str) -> str:
        """A text that may be JSON: then its strings are texts of their own."""
        if value.lstrip()[:1] in {"{", "[", '"'}:
            inner = self.json(value)
            if inner is not None:
                return inner
        return self.text(value)

    def json(self, text: str, *, messages: bool = False) -> str | None:
        """JSON, by names and shapes; None where it is none. `messages`: sentences under a name are about its value."""

        def change(place: Place, path: Path, leaf: object) -> object:
            if place == "key":
                return self.text(str(leaf))
            return self._leaf(path, leaf, messages=messages)

        return changed(text, change)

    def _leaf(self, path: Path, leaf: object, *, messages: bool) -> object:
        own = next((step for step in reversed(path) if isinstance(step, str) and not step.startswith("$")), "")
        if isinstance(leaf, (int, float)) and not isinstance(leaf, bool):
            alone = bool(path) and path[-1] == own and not own.endswith("s")
            return type(leaf)(0) if alone and names_secret(own) else leaf
        if not isinstance(leaf, str) or path[-2:] == ("$model", 0) or (path and path[-1] in _NEVER_SECRET):
            return leaf
        within = any(isinstance(step, str) and names_secret(step) for step in path) and own not in PLAIN_NAMES
        direct = bool(path) and path[-1] == own
        about = messages and (_SENTENCE.fullmatch(leaf) or (not direct and _WORD.fullmatch(leaf)))
        if (within and not about) or (may_name_secret(own) and looks_random(leaf)):
            return self.secret(leaf)
        return self.value(leaf)

    def _assigned(self, text: str) -> str:
        """Values under a secret's name; what stands under another name is looked into."""
        pieces, done, at = [], 0, 0
        while (found := _NAMED.search(text, at)) is not None:
            group = next(each for each in ("double", "single", "escaped", "bare") if found[each] is not None)
            at = found.end()
            if self._named(found, found[group]):
                pieces += [text[done : found.start(group)], self.secret(found[group])]
                done = found.end(group)
            else:
                at = max(found.end("mid"), found.start(group))
        return "".join([*pieces, text[done:]])

    @staticmethod
    def _named(found: re.Match[str], value: str) -> bool:
        name = found["name"]
        if not (names_secret(name) and not _SENTENCE.fullmatch(value)):
            return may_name_secret(name) and looks_random(value)
        if found["bare"] is None:
            return True
        prose = ":" in found["mid"] and found["last"] is None and not any(each.isdigit() for each in value)
        return not prose and value.lower() not in _NO_VALUES and not value.startswith("//")

    def _field(self, found: re.Match[str]) -> str:
        if not names_secret(found["name"] or found["name2"]):
            return found[0]
        if found["name"]:
            return found["head"] + self.secret(found["value"])
        return found["head2"] + self.secret(found["value2"]) + found["tail2"]

    def _after_scheme(self, found: re.Match[str]) -> str:
        value = found["value"]
        if len(value) < 24 and not any(each.isdigit() for each in value):
            return found[0]  # "token authentication" is prose
        return found["scheme"] + found["gap"] + self._credentials(found["scheme"], value)

    def _step(self, found: re.Match[str]) -> str:
        return found["head"] + self.secret(found["value"]) if looks_random(found["value"]) else found[0]

    def _pem(self, found: re.Match[str]) -> str:
        replacement = patterns.pem_placeholder(found)
        if replacement != found[0]:
            self.found.setdefault(found[0], replacement)
        return replacement

    def _cookie(self, found: re.Match[str]) -> str:
        if found["name"].lower() in _COOKIE_WORDS:
            return found[0]
        return f"{found['name']}={self.secret(found['value'])}"

    def _authority(self, found: re.Match[str]) -> str:
        info = [
            self.secret(unquote(part)) and patterns.SCRUBBED if part else "" for part in found["info"].split(":", 1)
        ]
        return f"{found['scheme']}{':'.join(info)}@"

    def _person(self, found: re.Match[str]) -> str:
        if not patterns.is_person(found):
            if placed := re.fullmatch(r"person-(\d+)", found["local"], re.IGNORECASE):
                self.taken.add(int(placed[1]))
            return found[0]
        suffix = patterns.file_suffix(found["domain"])
        address = f"{found['local']}@{found['domain'].removesuffix(suffix)}".lower()
        if address not in self.people:
            numbers = self.taken.union(self.people.values())
            self.people[address] = next(each for each in count(1) if each not in numbers)
        return f"person-{self.people[address]}{found['at']}{patterns.DOMAIN}{suffix}"

    def _coded(self, text: str) -> str:
        """Secrets inside base64 that holds text."""
        if self._depth >= _DEEPEST:
            return text
        self._depth += 1
        try:
            return _CODE.sub(lambda found: self._recoded(found[0]), text)
        finally:
            self._depth -= 1

    def _recoded(self, code: str) -> str:
        plain = _decoded(code)
        if not plain:
            return code
        new = self.value(plain)
        return code if new == plain else _encoded(new, code)


def _spreads(value: str) -> bool:
    """The value means something only as a secret, and so is one wherever it stands."""
    return len(value) >= LEAST and not value.isdecimal() and (len(value) >= 16 or _WORD.fullmatch(value) is None)


def _decoded(code: str) -> str:
    """The text that base64 of either alphabet holds; "" where it holds none."""
    bare = code.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        text = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode()
    except ValueError:
        return ""
    return text if all(each.isprintable() or each in "\r\n\t" for each in text) else ""


def _encoded(text: str, like: str) -> str:
    code = base64.b64encode(text.encode()).decode()
    if "-" in like or "_" in like:
        code = code.replace("+", "-").replace("/", "_")
    return code if len(like) % 4 == 0 else code.rstrip("=")


def _quoted(value: str, like: str) -> str:
    """Percent-encoded, with the reserved characters raw that stood raw."""
    safe = "".join(each for each in "/:@!$'()*,?[]{}\"" if each in like)
    text = quote(value, safe=safe, errors="replace")
    return text.replace("%20", "+") if "+" in like and "%20" not in like else text
