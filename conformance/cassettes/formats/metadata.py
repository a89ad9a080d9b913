"""The metadata of an interaction in a cassette, beside the request and the response, as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from conformance.cassettes.interaction import KINDS, Interaction, Provenance
from conformance.wire import Request, Response

Headers = tuple[tuple[str, str], ...]


def to_metadata(interaction: Interaction) -> dict[str, Any]:
    """Operation, case, step, arguments and provenance."""
    provenance = interaction.provenance
    return {
        "operation": interaction.operation,
        "case": interaction.case,
        "step": interaction.step,
        "arguments": dict(interaction.arguments),
        "provenance": {
            "kind": provenance.kind,
            "server": provenance.server,
            "sdk": provenance.sdk,
            "edition": provenance.edition,
            "date": provenance.date,
        },
    }


def from_metadata(data: Mapping[str, Any], request: Request, response: Response) -> Interaction:
    """The inverse of `to_metadata`. Raises ValueError, KeyError or TypeError for malformed metadata."""
    provenance = Provenance(**data["provenance"])
    if provenance.kind not in KINDS:
        raise ValueError(f"`kind` is {provenance.kind!r}; allowed: {', '.join(KINDS)}")
    return Interaction(
        operation=str(data["operation"]),
        request=request,
        response=response,
        provenance=provenance,
        case=str(data.get("case", "")),
        step=int(data.get("step", 0)),
        arguments=dict(data.get("arguments", {})),
    )


def imported_interaction(
    case: str, request: Request, response: Response, *, date: str = "", losses: tuple[str, ...] = (), unusable: str = ""
) -> Interaction:
    """An interaction that another program recorded; `case` names the file and the entry.

    Operation, server, SDK and edition are unknown, and so "". The day is `date`, or that of the response.
    """
    provenance = Provenance(kind="imported", server="", sdk="", edition="", date=date or _response_date(response))
    return Interaction(
        operation="", request=request, response=response, provenance=provenance,
        case=case, losses=losses, unusable=unusable,
    )  # fmt: skip


def with_lower_names(headers: Iterable[tuple[str, str]]) -> Headers:
    """The headers with names in lower case, as requests have them."""
    return tuple((name.lower(), value) for name, value in headers)


def _response_date(response: Response) -> str:
    value = next((value for name, value in response.headers if name.lower() == "date"), "")
    try:
        return parsedate_to_datetime(value).astimezone(dt.timezone.utc).date().isoformat()
    except (ValueError, TypeError):
        return ""
