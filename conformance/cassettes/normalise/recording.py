"""Normal form: two recordings of the same behaviour are the same bytes.

Only values change, each into one of the same form, and the same one into the same everywhere in the recording; every
other byte of a body stays as it was received. Stored arguments become what the requests of their call became. Headers
of the transfer and of the machine are left out.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final
from urllib.parse import quote, unquote_plus, urlsplit

from conformance.cassettes.interaction import Interaction
from conformance.cassettes.normalise.argument_tracking import KEY, Path, Sent, alike, followed, names_of, sent_in_path
from conformance.cassettes.normalise.identifiers import Names, in_path, is_number, root_of
from conformance.cassettes.normalise.volatile_values import Volatile
from conformance.redaction import json_text
from conformance.wire import TRANSFER_HEADERS, Request, Response

_LINK: Final = re.compile(r"(?:https?:/)?/[^\s<>\"']+")
_TABLE: Final = re.compile(r"\b(csv|tsv|tab-separated)|\.(csv|tsv)\b")
_CELL: Final = re.compile(r'(^|[,\t]|\r?\n)("(?:[^"]|"")*"|[^,\t\r\n"]*)')
_MOST_UNPACKED: Final = 64 * 2**20  # bytes
_BOUNDARY: Final = "conformance"


def normalised(
    interactions: Sequence[Interaction], *,
    kinds: Collection[str] = (), texts: Mapping[str, str] | None = None, ids: Mapping[int, int] | None = None,
    headers_left_out: Collection[str] = (),
) -> list[Interaction]:  # fmt: skip
    """The interactions of one operation, as one SDK release recorded them, in their order.

    `kinds` are the nouns that the API numbers (`identifiers.kinds_of`); `texts` are texts that differ between runs, and
    what stands for them: the server's address, the run's prefix, its folders; `ids` are numbers that stand for
    themselves or another wherever they are, such as that of a resource that does not exist. `headers_left_out` are
    lower-case header names that the target leaves out of cassettes.
    """
    days = [each.provenance.date for each in interactions]
    normal = _Normal(
        Names(frozenset(kinds)), Volatile(texts or {}, ids or {}, _day(days)), TRANSFER_HEADERS.union(headers_left_out)
    )
    order = sorted(range(len(interactions)), key=lambda n: (interactions[n].case, interactions[n].step))
    done: dict[int, Interaction] = {}
    for _, numbers in groupby(order, key=lambda n: interactions[n].case):
        of_case = list(numbers)
        done.update(zip(of_case, normal.case([interactions[number] for number in of_case]), strict=True))
    return [done[number] for number in range(len(interactions))]


def _day(dates: Iterable[str]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(max(dates, default=""))
    except ValueError:
        return None


class _Normal:
    def __init__(self, names: Names, volatile: Volatile, headers_left_out: frozenset[str]) -> None:
        self._names = names
        self._volatile = volatile
        self._headers_left_out = headers_left_out
        self._sent: list[Sent] = []
        self._asking = False

    def case(self, steps: Sequence[Interaction]) -> list[Interaction]:
        """The steps of one call. Its arguments come last: they are what became of them in all of its requests."""
        self._volatile.begin()
        self._sent = []
        exchanged = [self._exchanged(each) for each in steps]
        return [replace(each, arguments=self._arguments(each)) for each in exchanged]

    def _exchanged(self, each: Interaction) -> Interaction:
        request, response = each.request, each.response
        for text in (unquote_plus(request.url), repr(each.arguments), request.content.decode(errors="replace")):
            self._volatile.give(text)
        self._volatile.answer(response.content.decode(errors="replace"))
        self._asking = True
        asked = self._request(request, root_of(request.path))
        self._asking = False
        return replace(each, request=asked, response=self._response(response, root_of(request.path)))

    def _arguments(self, each: Interaction) -> dict[str, Any]:
        known = followed(each.arguments, self._sent)
        root = root_of(each.request.path)
        return {name: self._argument(value, (name,), known, root) for name, value in each.arguments.items()}

    def _request(self, request: Request, root: str) -> Request:
        url = self._url(request.url)
        before, after = request.url.partition("?")[0], url.partition("?")[0]
        self._sent[:0] = sent_in_path(before, after, dict(in_path(before)))
        found = re.search(r'boundary="?([^";]+)', request.header("content-type") or "")
        content, headers = request.content, request.headers
        if found is None:
            content = self._body(content, request.header("content-type") or "", root)
        else:
            content = self._parts(content, found[1].encode(), root)
            headers = tuple((name, value.replace(found[1], _BOUNDARY)) for name, value in headers)
        return Request(request.method, url, self._headers(headers, request.content, content), content)

    def _parts(self, content: bytes, boundary: bytes, root: str) -> bytes:
        """A multipart body with a boundary that stays. Files are the caller's, and stay as they are."""
        parts = (self._part(part, root) for part in content.split(b"--" + boundary))
        return f"--{_BOUNDARY}".encode().join(parts)

    def _part(self, part: bytes, root: str) -> bytes:
        head, gap, value = part.partition(b"\r\n\r\n")
        name = re.search(rb'\bname="([^"]*)"', head)
        if name is None:
            return part
        if b"filename" in head:
            return (
                self._volatile.text(head.decode(errors="surrogateescape")).encode(errors="surrogateescape")
                + gap
                + value
            )
        try:
            text = value.removesuffix(b"\r\n").decode()
        except UnicodeDecodeError:
            return part
        new = self._scalar("value", (name[1].decode(errors="replace"),), text, root)
        return head + gap + str(new).encode() + (b"\r\n" if value.endswith(b"\r\n") else b"")

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
            if name.lower() not in self._headers_left_out
        )

    def _header(self, name: str, value: str, before: bytes, after: bytes) -> str:
        if name == "content-length":
            return str(len(after)) if value == str(len(before)) else value
        if name == "etag":
            return 'W/"1"' if value.startswith("W/") else '"1"'
        return self._names.numbered_in(self._string(value, (name,), ""), self._volatile.identifier)

    def _url(self, url: str) -> str:
        head, mark, query = url.partition("?")
        root = root_of(urlsplit(head).path)
        segments = self._volatile.text(head).split("/")
        for spot, kind in in_path(head):
            segments[spot] = str(self._identified(segments[spot], kind))
        return "/".join(segments) + mark + "&".join(self._pair(each, root) for each in query.split("&"))

    def _pair(self, pair: str, root: str) -> str:
        name, mark, value = pair.partition("=")
        plain = unquote_plus(name)
        kind = self._names.kind((plain, 0), root) or self._names.kind((plain,), root)
        if kind is None:
            new = self._string(unquote_plus(value), (plain,), root)
            self._note((plain,), unquote_plus(value), new)
            return (
                pair if new == unquote_plus(value) else f"{name}{mark}{quote(new, safe='' if '%' in value else ':,/')}"
            )
        numbers = re.split(r"(,|%2C)", value)
        changed = [str(self._identified(each, kind)) for each in numbers]
        for before, after in ((value, "".join(changed)), *zip(numbers, changed, strict=True)):
            self._note((plain,), unquote_plus(before), unquote_plus(after))
        return f"{name}{mark}{''.join(changed)}"

    def _note(self, path: Sequence[str | int], before: Any, after: Any) -> None:
        """Remember a value of a request, which an argument may be."""
        if self._asking and before is not None and not isinstance(before, bool):
            self._sent.append(Sent(names_of(path), str(before), after))

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
            return "&".join(self._pair(each, root) for each in text.split("&")).encode()
        if _TABLE.search(content_type):
            return self._table(text, root).encode()
        return self._document(text, root).encode(errors="surrogatepass")

    def _document(self, text: str, root: str) -> str:
        new = json_text.rewrite_json(text, lambda place, path, value: self._scalar(place, path, value, root))
        return self._volatile.text(text) if new is None else new

    def _scalar(self, place: json_text.Role, path: json_text.Path, value: Any, root: str) -> Any:
        new = self._changed(place, path, value, root)
        self._note(path, value, new)
        return new

    def _changed(self, place: json_text.Role, path: json_text.Path, value: Any, root: str) -> Any:
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

    def _string(self, value: str, path: json_text.Path, root: str) -> str:
        if _LINK.fullmatch(value):
            return self._url(value)
        whole = (
            json_text.rewrite_json(value, lambda place, at, each: self._scalar(place, at, each, root))
            if value[:1] in {"{", "["}
            else None
        )
        if whole is not None:
            return whole
        return self._volatile.text(value, next((step for step in reversed(path) if isinstance(step, str)), ""))

    def _argument(self, value: Any, path: Path, known: Mapping[Path, Any], root: str) -> Any:
        """A stored argument: what its requests made of it, or where none holds it, what its own name tells."""
        match value:
            case {"$file": [name, content, kind]}:
                return {"$file": [self._volatile.text(name), content, kind]}
            case {"$bytes": _} | {"$time": _} | {"$number": _}:
                return value
            case {"$datetime": str() as text} | {"$date": str() as text}:
                return {next(iter(value)): self._moment(text, known.get(path))}
            case {"$model": [name, fields]}:
                inner = {field: self._argument(item, (*path, field), known, root) for field, item in fields.items()}
                return {"$model": [name, inner]}
            case {"$uuid": text} | {"$object": text} if len(value) == 1:
                return {next(iter(value)): self._argument(text, path, known, root)}
            case dict():
                return {
                    str(known.get((*path, KEY, key), key)): self._argument(item, (*path, key), known, root)
                    for key, item in value.items()
                }
            case list():
                return [self._argument(item, (*path, n), known, root) for n, item in enumerate(value)]
        if path not in known or isinstance(value, bool) or value is None:
            return self._scalar("value", path, value, root)
        try:
            return type(value)(known[path])
        except ValueError:  # no number any more
            return value

    def _moment(self, text: str, known: Any) -> str:
        """A stored instant or day. Where it stays, so does its spelling."""
        new = self._volatile.text(text) if known is None else str(known)
        if alike(new, text):
            return text
        new = re.sub(r"Z$", "+00:00", new)
        try:
            dt.datetime.fromisoformat(new)
        except ValueError:  # sent in a way that is not read back
            return text
        return new

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
