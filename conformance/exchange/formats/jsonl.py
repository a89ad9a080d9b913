"""JSON Lines, this project's own format: one interaction a line, keys sorted, bodies exact.

A body that is UTF-8 stands as text under `body`, any other in base64 under `body_base64`.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any

from conformance.errors import CassetteUnreadable
from conformance.exchange.cassette import Interaction, Provenance
from conformance.wire import Request, Response


def write(interactions: Iterable[Interaction]) -> str:
    """The interactions in their order, one a line."""
    return "".join(
        json.dumps(_to_json(each), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
        for each in interactions
    )


def read(text: str, name: str) -> list[Interaction]:
    """The inverse of `write`. Raises CassetteUnreadable with the line that is wrong."""
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line:
            continue
        try:
            found.append(_from_json(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CassetteUnreadable(
                f"{name}, line {number}: not an interaction: {type(error).__name__}: {error}\n"
                "  Next: record the cassette again, or take the line out."
            ) from None
    return found


def _to_json(interaction: Interaction) -> dict[str, Any]:
    request, response, provenance = interaction.request, interaction.response, interaction.provenance
    return {
        "operation": interaction.operation,
        "provenance": {
            "kind": provenance.kind,
            "server": provenance.server,
            "sdk": provenance.sdk,
            "edition": provenance.edition,
            "date": provenance.date,
        },
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": [list(header) for header in request.headers],
            **_body(request.content),
        },
        "response": {
            "status": response.status,
            "headers": [list(header) for header in response.headers],
            **_body(response.content),
        },
    }


def _from_json(data: Mapping[str, Any]) -> Interaction:
    request, response = data["request"], data["response"]
    if data["provenance"]["kind"] not in {"recorded", "generated"}:
        raise ValueError(f"`kind` is {data['provenance']['kind']!r}; it is either recorded or generated")
    return Interaction(
        operation=data["operation"],
        request=Request(request["method"], request["url"], _headers(request), _content(request)),
        response=Response(int(response["status"]), _headers(response), _content(response)),
        provenance=Provenance(**data["provenance"]),
    )


def _headers(message: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in message["headers"])


def _body(content: bytes) -> dict[str, str]:
    try:
        return {"body": content.decode("utf-8")}
    except UnicodeDecodeError:
        return {"body_base64": base64.b64encode(content).decode("ascii")}


def _content(message: Mapping[str, Any]) -> bytes:
    if "body_base64" in message:
        return base64.b64decode(message["body_base64"], validate=True)
    content: bytes = message["body"].encode("utf-8")
    return content
