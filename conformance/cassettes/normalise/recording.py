"""Normalises a recording: two recordings of the same behaviour become the same bytes.

Only values change. Each becomes a value of the same form, and equal values become equal ones everywhere in the
recording; every other byte of a body stays. Stored arguments become what the requests of their call sent. Headers of
the transfer and of the machine are left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from urllib.parse import unquote_plus

from conformance.cassettes.interaction import Interaction
from conformance.cassettes.normalise.arguments import normalise_arguments
from conformance.cassettes.normalise.bodies import BOUNDARY, normalise_body, normalise_multipart
from conformance.cassettes.normalise.identifiers import IdentifierNames, root_of
from conformance.cassettes.normalise.values import ValueNormaliser
from conformance.cassettes.normalise.volatile_values import VolatileValues
from conformance.wire import TRANSFER_HEADERS, Request, Response

Headers = tuple[tuple[str, str], ...]


def normalise(
    interactions: Sequence[Interaction], *,
    kinds: Collection[str] = (), texts: Mapping[str, str] | None = None, ids: Mapping[int, int] | None = None,
    headers_left_out: Collection[str] = (),
) -> list[Interaction]:  # fmt: skip
    """The interactions of one operation, as one SDK release recorded them, in their order.

    `kinds` are the nouns that the API numbers (`identifiers.numbered_kinds`). `texts` maps texts that differ between
    runs to their replacements: the server's URL, the run's prefix, its folders. `ids` maps numbers to replacements that
    apply everywhere, such as the id of a resource that does not exist. `headers_left_out` are lower-case names of
    headers that the target leaves out of cassettes.
    """
    dates = [interaction.provenance.date for interaction in interactions]
    volatile = VolatileValues(texts or {}, ids or {}, _latest_day(dates))
    normaliser = _RecordingNormaliser(
        ValueNormaliser(IdentifierNames(frozenset(kinds)), volatile), TRANSFER_HEADERS.union(headers_left_out)
    )
    order = sorted(range(len(interactions)), key=lambda index: (interactions[index].case, interactions[index].step))
    normal: dict[int, Interaction] = {}
    for _, group in groupby(order, key=lambda index: interactions[index].case):
        indexes = list(group)
        normal.update(zip(indexes, normaliser.case([interactions[index] for index in indexes]), strict=True))
    return [normal[index] for index in range(len(interactions))]


def _latest_day(dates: Iterable[str]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(max(dates, default=""))
    except ValueError:
        return None


class _RecordingNormaliser:
    def __init__(self, values: ValueNormaliser, headers_left_out: frozenset[str]) -> None:
        self._values = values
        self._headers_left_out = headers_left_out

    def case(self, steps: Sequence[Interaction]) -> list[Interaction]:
        """The steps of one call. Arguments come last, because they depend on all requests of the call."""
        self._values.start_case()
        normal = [self._interaction(step) for step in steps]
        return [
            replace(step, arguments=normalise_arguments(step.arguments, root_of(step.request.path), self._values))
            for step in normal
        ]

    def _interaction(self, step: Interaction) -> Interaction:
        request, response = step.request, step.response
        volatile = self._values.volatile
        for text in (unquote_plus(request.url), repr(step.arguments), request.content.decode(errors="replace")):
            volatile.note_sent(text)
        volatile.note_received(response.content.decode(errors="replace"))
        root = root_of(request.path)
        self._values.in_request = True
        normal_request = self._request(request, root)
        self._values.in_request = False
        return replace(step, request=normal_request, response=self._response(response, root))

    def _request(self, request: Request, root: str) -> Request:
        url = self._values.request_url(request.url)
        content_type = request.header("content-type") or ""
        boundary = re.search(r'boundary="?([^";]+)', content_type)
        content, headers = request.content, request.headers
        if boundary is None:
            content = normalise_body(content, content_type, root, self._values)
        else:
            content = normalise_multipart(content, boundary[1].encode(), root, self._values)
            headers = tuple((name, value.replace(boundary[1], BOUNDARY)) for name, value in headers)
        return Request(request.method, url, self._headers(headers, request.content, content), content)

    def _response(self, response: Response, root: str) -> Response:
        content_type = next((value for name, value in response.headers if name.lower() == "content-type"), "")
        content = normalise_body(response.content, content_type, root, self._values)
        return replace(response, headers=self._headers(response.headers, response.content, content), content=content)

    def _headers(self, headers: Headers, before: bytes, after: bytes) -> Headers:
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
        return self._values.numbers_after_nouns(self._values.string(value, (name,), ""))
