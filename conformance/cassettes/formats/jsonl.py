"""JSON Lines, this project's own format: one interaction a line, keys sorted, bodies exact.

A body in UTF-8 is text under `body`, any other body is base64 under `body_base64`. Most responses are the same for
several SDK releases: such a response is stored once, and {"same_as": SDK} refers to the response that this release got
on a line above, for the same operation, case and step. A long body can be in a file of its own, which `body_file`
names; the caller passes the functions that store and load such files.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from conformance.cassettes.formats.metadata import from_metadata, to_metadata
from conformance.cassettes.interaction import Interaction
from conformance.errors import CassetteUnreadable
from conformance.wire import Request, Response

StoreBody = Callable[[bytes], str | None]  # returns the name of the file, or None for a body that stays in its line
LoadBody = Callable[[str], bytes]  # raises OSError or ValueError
# The responses to each call (operation, case, step), by SDK release; the first of each
_Responses = dict[tuple[str, str, int], dict[str, Response]]


def _keep_inline(_: bytes) -> None:
    return None


def _no_files(name: str) -> bytes:
    raise ValueError(f"its body is in the file {name}, which is beside the cassette")


def write(interactions: Iterable[Interaction], store_body: StoreBody = _keep_inline) -> str:
    """The interactions in their order, one a line."""
    responses: _Responses = {}
    lines = []
    for interaction in interactions:
        sdk = interaction.provenance.sdk
        by_sdk = responses.setdefault((interaction.operation, interaction.case, interaction.step), {})
        same = (other for other, response in by_sdk.items() if other != sdk and response == interaction.response)
        lines.append(_to_line(_to_json(interaction, next(same, None), store_body)))
        by_sdk.setdefault(sdk, interaction.response)
    return "".join(lines)


def read(text: str, name: str, load_body: LoadBody = _no_files) -> list[Interaction]:
    """The inverse of `write`. Raises CassetteUnreadable with the malformed line."""
    interactions: list[Interaction] = []
    responses: _Responses = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line:
            continue
        try:
            interactions.append(_from_json(json.loads(line), responses, load_body))
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            kind = "" if isinstance(error, json.JSONDecodeError) else f"{type(error).__name__}: "
            raise CassetteUnreadable(
                f"{name}, line {number}: not an interaction: {kind}{error}\n"
                "  Next: record the cassette again, or remove the line."
            ) from None
    return interactions


def _to_line(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate, which UTF-8 cannot encode and JSON can escape
        text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return text + "\n"


def _to_json(interaction: Interaction, same_as: str | None, store_body: StoreBody) -> dict[str, Any]:
    request = interaction.request
    return {
        **to_metadata(interaction),
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": [list(header) for header in request.headers],
            **_body_to_json(request.content, store_body),
        },
        "response": _response_to_json(interaction.response, store_body) if same_as is None else {"same_as": same_as},
    }


def _response_to_json(response: Response, store_body: StoreBody) -> dict[str, Any]:
    return {
        "status": response.status,
        "headers": [list(header) for header in response.headers],
        **_body_to_json(response.content, store_body),
        **({"fault": response.fault} if response.fault else {}),
    }


def _from_json(data: Mapping[str, Any], responses: _Responses, load_body: LoadBody) -> Interaction:
    message = data["request"]
    by_sdk = responses.setdefault((data["operation"], data.get("case", ""), data.get("step", 0)), {})
    response = _response_from_json(data["response"], by_sdk, load_body)
    content = _body_from_json(message, load_body)
    request = Request(message["method"], message["url"], _headers(message), content)
    interaction = from_metadata(data, request, response)
    by_sdk.setdefault(interaction.provenance.sdk, response)
    return interaction


def _response_from_json(data: Mapping[str, Any], by_sdk: Mapping[str, Response], load_body: LoadBody) -> Response:
    if "same_as" not in data:
        content = _body_from_json(data, load_body)
        return Response(int(data["status"]), _headers(data), content, str(data.get("fault", "")))
    if data["same_as"] not in by_sdk:
        raise ValueError(f"no line above has the response to SDK {data['same_as']!r} that it refers to")
    return by_sdk[data["same_as"]]


def _headers(message: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in message["headers"])


def _body_to_json(content: bytes, store_body: StoreBody) -> dict[str, str]:
    name = store_body(content)
    if name is not None:
        return {"body_file": name}
    try:
        return {"body": content.decode("utf-8")}
    except UnicodeDecodeError:
        return {"body_base64": base64.b64encode(content).decode("ascii")}


def _body_from_json(message: Mapping[str, Any], load_body: LoadBody) -> bytes:
    if "body_file" in message:
        return load_body(message["body_file"])
    if "body_base64" in message:
        return base64.b64decode(message["body_base64"], validate=True)
    content: bytes = message["body"].encode("utf-8")
    return content
