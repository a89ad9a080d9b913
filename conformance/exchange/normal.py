"""Normal form: two recordings of the same behaviour are the same bytes.

Only values change, each into one of the same form, and the same one into the same everywhere in the recording; every
other byte of a body stays as it was received. Headers of the transfer and of the machine are left out.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote, unquote_plus

from conformance.exchange import jsontext
from conformance.exchange.cassette import Interaction
from conformance.exchange.identifiers import Names, in_path, is_number, root_of
from conformance.exchange.volatile import Volatile
from conformance.wire import Request, Response

# said of one transfer, one machine or to browsers: nothing of it is the API's
LEFT_OUT: Final = frozenset(
    {
        "accept-encoding", "age", "connection", "content-security-policy", "content-security-policy-report-only",
        "cookie", "cross-origin-opener-policy", "date", "host", "keep-alive", "nel", "referrer-policy", "report-to",
        "server", "server-timing", "set-cookie", "transfer-encoding", "via", "x-content-type-options",
        "x-fern-platform", "x-fern-runtime-version", "x-frame-options", "x-request-id",
    }
)  # fmt: skip
_LINK: Final = re.compile(r"(?:https?:/)?/[^\s<>\"']+")
_TABLE: Final = re.compile(r"\b(csv|tsv|tab-separated)|\.(csv|tsv)\b")
_CELL: Final = re.compile(r'(^|[,\t]|\r?\n)("(?:[^"]|"")*"|[^,\t\r\n"]*)')
_MOST_UNPACKED: Final = 64 * 2**20  # bytes
_BOUNDARY: Final = "conformance"


def normalised(
    interactions: Sequence[Interaction], *,
    kinds: Collection[str] = (), texts: Mapping[str, str] | None = None, ids: Mapping[int, int] | None = None,
) -> list[Interaction]:  # fmt: skip
    """The interactions of one operation, as one SDK release recorded them, in their order.

    `kinds` are the nouns that the API numbers (`identifiers.kinds_of`); `texts` are texts that differ between runs, and
    what stands for them: the server's address, the run's prefix, its folders; `ids` are numbers that stand for
    themselves or another wherever they are, such as that of a resource that does not exist.
    """
    days = [each.provenance.date for each in interactions]
    normal = _Normal(Names(frozenset(kinds)), Volatile(texts or {}, ids or {}, _day(days)))
    order = sorted(range(len(interactions)), key=lambda n: (interactions[n].case, interactions[n].step))
    done = {number: normal.interaction(interactions[number]) for number in order}
    return [done[number] for number in range(len(interactions))]


def _day(dates: Iterable[str]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(max(dates, default=""))
    except ValueError:
        return None


class _Normal:
    def __init__(self, names: Names, volatile: Volatile) -> None:
        self._names = names
        self._volatile = volatile
        self._case = ""

    def interaction(self, each: Interaction) -> Interaction:
        if each.case != self._case:
            self._volatile.begin()
            self._case = each.case
        request, response = each.request, each.response
        for text in (unquote_plus(request.url), repr(each.arguments), request.content.decode(errors="replace")):
            self._volatile.give(text)
        self._volatile.answer(response.content.decode(errors="replace"))
        url = self._url(request.url)
        root = root_of(request.path)
        numbers = [(kind, int(request.path.split("/")[spot])) for spot, kind in in_path(request.path)]
        return replace(
            each,
            request=self._request(request, url, root),
            arguments={name: self._argument(value, (name,), numbers, root) for name, value in each.arguments.items()},
            response=self._response(response, root),
        )

    def _request(self, request: Request, url: str, root: str) -> Request:
        found = re.search(r'boundary="?([^";]+)', request.header("content-type") or "")
        content, headers = request.content, request.headers
        if found is not None:
            content = content.replace(found[1].encode(), _BOUNDARY.encode())
            headers = tuple((name, value.replace(found[1], _BOUNDARY)) for name, value in headers)
        content = self._body(content, request.header("content-type") or "", root)
        return Request(request.method, url, self._headers(headers, request.content, content), content)

    def _response(self, response: Response, root: str) -> Response:
        content_type = next((value for name, value in response.headers if name.lower() == "content-type"), "")
        content = self._body(response.content, content_type, root)
        return replace(response, headers=self._headers(response.headers, response.content, content), content=content)

    def _headers(
        self, headers: tuple[tuple[str, str], ...], before: bytes, after: bytes
    ) -> tuple[tuple[str, str], ...]:
        return tuple(
            (name, self._header(name.lower(), value, before, after))
            for name, value in headers
            if name.lower() not in LEFT_OUT
        )

    def _header(self, name: str, value: str, before: bytes, after: bytes) -> str:
        if name == "content-length":
            return str(len(after)) if value == str(len(before)) else value
        if name == "etag":
            return 'W/"1"' if value.startswith("W/") else '"1"'
        return self._names.numbered_in(self._string(value, (name,), ""), self._volatile.identifier)

    def _url(self, url: str) -> str:
        head, mark, query = url.partition("?")
        segments = self._volatile.text(head).split("/")
        for spot, kind in in_path(head):
            segments[spot] = str(self._identified(segments[spot], kind))
        return "/".join(segments) + mark + "&".join(map(self._pair, query.split("&")))

    def _pair(self, pair: str) -> str:
        name, mark, value = pair.partition("=")
        kind = self._names.kind((unquote_plus(name), 0), "") or self._names.kind((unquote_plus(name),), "")
        if kind is None:
            plain = unquote_plus(value)
            new = self._volatile.text(plain, unquote_plus(name))
            return f"{name}{mark}{value if new == plain else quote(new, safe='' if '%' in value else ':,/')}"
        numbers = re.split(r"(,|%2C)", value)
        return f"{name}{mark}{''.join(str(self._identified(each, kind)) for each in numbers)}"

    def _identified(self, value: Any, kind: str) -> Any:
        """A number that a server gave, also as text; anything else as it is."""
        if isinstance(value, str):
            return str(self._volatile.identifier(kind, int(value))) if is_number(value) else value
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return self._volatile.identifier(kind, value)
        return value

    def _body(self, content: bytes, content_type: str, root: str) -> bytes:
        if content[:4] == b"PK\x03\x04":
            return self._archive(content, root)
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return content
        if content_type.startswith("application/x-www-form-urlencoded"):
            return "&".join(map(self._pair, text.split("&"))).encode()
        if _TABLE.search(content_type):
            return self._table(text, root).encode()
        return self._document(text, root).encode(errors="surrogatepass")

    def _document(self, text: str, root: str) -> str:
        new = jsontext.changed(text, lambda place, path, value: self._scalar(place, path, value, root))
        return self._volatile.text(text) if new is None else new

    def _scalar(self, place: jsontext.Place, path: jsontext.Path, value: Any, root: str) -> Any:
        kind = self._names.kind((*path, 0) if place == "key" else path, root)
        if kind is not None:
            known = self._identified(value, kind)
            if known is not value:
                return known
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        if name.lower().endswith("port"):
            value = self._volatile.held(value)
        if isinstance(value, str):
            return self._string(value, path, root) if place == "value" else self._volatile.text(value)
        return value if isinstance(value, bool) or value is None else self._volatile.number(value, name)

    def _string(self, value: str, path: jsontext.Path, root: str) -> str:
        if _LINK.fullmatch(value):
            return self._url(value)
        whole = (
            jsontext.changed(value, lambda place, at, each: self._scalar(place, at, each, root))
            if value[:1] in {"{", "["}
            else None
        )
        if whole is not None:
            return whole
        return self._volatile.text(value, next((step for step in reversed(path) if isinstance(step, str)), ""))

    def _argument(self, value: Any, path: tuple[str | int, ...], numbers: list[tuple[str, int]], root: str) -> Any:
        """A stored argument. Its identifiers are those of the URL where names do not tell what they count."""
        match value:
            case {"$file": [name, content, kind]}:
                return {"$file": [self._volatile.text(name), content, kind]}
            case {"$bytes": _} | {"$datetime": _} | {"$date": _} | {"$time": _} | {"$number": _}:
                return value
            case {"$model": [name, fields]}:
                return {"$model": [name, self._argument(fields, path, numbers, root)]}
            case {"$uuid": text} | {"$object": text} if len(value) == 1:
                return {next(iter(value)): self._argument(text, path, numbers, root)}
            case dict():
                return {key: self._argument(item, (*path, key), numbers, root) for key, item in value.items()}
            case list():
                return [self._argument(item, (*path, n), numbers, root) for n, item in enumerate(value)]
        if len(path) > 1 or not (isinstance(value, int) or (isinstance(value, str) and is_number(value))):
            return self._scalar("value", path, value, root)
        kind = self._names.kind(path, root)
        asked = [each for each, number in numbers if str(number) == str(value)]
        if kind is None or kind in asked or not asked:
            return self._scalar("value", path, value, root)
        return self._identified(value, asked[0])

    def _table(self, text: str, root: str) -> str:
        """Comma- or tab-separated values whose first line names the columns."""
        names: list[str] = []
        column, header = -1, True

        def cell(found: re.Match[str]) -> str:
            nonlocal column, header
            before, value = found[1], found[2]
            if "\n" in before:
                header, column = False, -1
            column += 1
            bare = value.strip('"')
            if header:
                names.append(bare)
                return found[0]
            name = names[column] if column < len(names) else ""
            new = self._scalar("value", (name,), bare, root)
            return found[0] if new == bare else before + value.replace(bare, str(new))

        return _CELL.sub(cell, text)

    def _archive(self, content: bytes, root: str) -> bytes:
        """A ZIP file written anew, uncompressed and without times: packing differs between libraries."""
        out = io.BytesIO()
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as normal:
                if sum(member.file_size for member in packed.infolist()) > _MOST_UNPACKED:
                    return content
                for member in packed.infolist():
                    name = self._volatile.text(member.filename)
                    normal.writestr(zipfile.ZipInfo(name), self._body(packed.read(member), name, root))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):  # broken, or encrypted
            return content
        return out.getvalue()
