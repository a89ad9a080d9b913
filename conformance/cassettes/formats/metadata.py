"""What a cassette says of an interaction beside the request and the answer, as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from pathlib import PurePath
from typing import Any

from conformance.cassettes.interaction import Interaction, Provenance
from conformance.wire import Request, Response

Headers = tuple[tuple[str, str], ...]


def about(interaction: Interaction) -> dict[str, Any]:
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


def told(data: Mapping[str, Any], request: Request, response: Response) -> Interaction:
    """The interaction that `about` told of. Raises ValueError, KeyError or TypeError: it is not what that gives."""
    provenance = Provenance(**data["provenance"])
    if provenance.kind not in {"recorded", "generated"}:
        raise ValueError(f"`kind` is {provenance.kind!r}; it is either recorded or generated")
    return Interaction(
        operation=str(data["operation"]),
        request=request,
        response=response,
        provenance=provenance,
        case=str(data.get("case", "")),
        step=int(data.get("step", 0)),
        arguments=dict(data.get("arguments", {})),
    )


def foreign(name: str, request: Request, response: Response, date: str = "") -> Interaction:
    """An interaction that another program recorded: of the operation that its file is named after.

    Server, SDK and edition are not known, and so "". The day is `date`, or that of the answer.
    """
    return Interaction(
        operation=PurePath(name).stem,
        request=request,
        response=response,
        provenance=Provenance("recorded", "", "", "", date or day_of(response.headers)),
    )


def day_of(headers: Iterable[tuple[str, str]]) -> str:
    """The day in the `Date` header (ISO 8601), "" where there is none."""
    value = next((value for name, value in headers if name.lower() == "date"), "")
    try:
        return parsedate_to_datetime(value).astimezone(dt.timezone.utc).date().isoformat()
    except (ValueError, TypeError):
        return ""


def lowered(headers: Iterable[tuple[str, str]]) -> Headers:
    """Headers with names as requests have them."""
    return tuple((name.lower(), value) for name, value in headers)
