"""JSON Lines, this project's own format: one interaction a line, keys sorted, bodies exact.

A body that is UTF-8 stands as text under `body`, any other in base64 under `body_base64`. What several SDK releases got
for the same call is mostly the same: it stands once, and {"same_as": SDK} in its place means the answer that this
release got, further up, in the same operation, case and step. A long body can stand in a file of its own, whose name is
under `body_file`; what names such files and reads them is given by whoever knows the folder.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from conformance.cassettes.formats.metadata import about, told
from conformance.cassettes.interaction import Interaction
from conformance.errors import CassetteUnreadable
from conformance.wire import Request, Response

Enclose = Callable[[bytes], str | None]  # the file that a body was put into, None where it is to stand in the line
Fetch = Callable[[str], bytes]  # the body in a file; raises OSError or ValueError
# the answers to each call, by operation, case and step, and among them by SDK: the first of each
_Seen = dict[tuple[str, str, int], dict[str, Response]]


def _inline(_: bytes) -> None:
    return None


def _nowhere(name: str) -> bytes:
    raise ValueError(f"its body is in the file {name}, which only the folder of the cassette leads to")


def write(interactions: Iterable[Interaction], enclose: Enclose = _inline) -> str:
    """The interactions in their order, one a line."""
    seen: _Seen = {}
    lines = []
    for each in interactions:
        answers = seen.setdefault((each.operation, each.case, each.step), {})
        same = (sdk for sdk, known in answers.items() if sdk != each.provenance.sdk and known == each.response)
        lines.append(_line(_to_json(each, next(same, None), enclose)))
        answers.setdefault(each.provenance.sdk, each.response)
    return "".join(lines)


def read(text: str, name: str, fetch: Fetch = _nowhere) -> list[Interaction]:
    """The inverse of `write`. Raises CassetteUnreadable with the line that is wrong."""
    found: list[Interaction] = []
    seen: _Seen = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line:
            continue
        try:
            found.append(_from_json(json.loads(line), seen, fetch))
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            raise CassetteUnreadable(
                f"{name}, line {number}: not an interaction: {type(error).__name__}: {error}\n"
                "  Next: record the cassette again, or take the line out."
            ) from None
    return found


def _line(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which UTF-8 has no bytes for: JSON can escape it
        text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return text + "\n"


def _to_json(interaction: Interaction, same_as: str | None, enclose: Enclose) -> dict[str, Any]:
    request = interaction.request
    return {
        **about(interaction),
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": [list(header) for header in request.headers],
            **_body(request.content, enclose),
        },
        "response": _answer_to_json(interaction.response, enclose) if same_as is None else {"same_as": same_as},
    }


def _answer_to_json(response: Response, enclose: Enclose) -> dict[str, Any]:
    return {
        "status": response.status,
        "headers": [list(header) for header in response.headers],
        **_body(response.content, enclose),
        **({"fault": response.fault} if response.fault else {}),
    }


def _from_json(data: Mapping[str, Any], seen: _Seen, fetch: Fetch) -> Interaction:
    request = data["request"]
    answers = seen.setdefault((data["operation"], data.get("case", ""), data.get("step", 0)), {})
    response = _answer_from_json(data["response"], answers, fetch)
    asked = Request(request["method"], request["url"], _headers(request), _content(request, fetch))
    each = told(data, asked, response)
    answers.setdefault(each.provenance.sdk, response)
    return each


def _answer_from_json(data: Mapping[str, Any], answers: Mapping[str, Response], fetch: Fetch) -> Response:
    if "same_as" not in data:
        return Response(int(data["status"]), _headers(data), _content(data, fetch), str(data.get("fault", "")))
    if data["same_as"] not in answers:
        raise ValueError(f"no line above has the answer to SDK {data['same_as']!r} that it refers to")
    return answers[data["same_as"]]


def _headers(message: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in message["headers"])


def _body(content: bytes, enclose: Enclose) -> dict[str, str]:
    name = enclose(content)
    if name is not None:
        return {"body_file": name}
    try:
        return {"body": content.decode("utf-8")}
    except UnicodeDecodeError:
        return {"body_base64": base64.b64encode(content).decode("ascii")}


def _content(message: Mapping[str, Any], fetch: Fetch) -> bytes:
    if "body_file" in message:
        return fetch(message["body_file"])
    if "body_base64" in message:
        return base64.b64decode(message["body_base64"], validate=True)
    content: bytes = message["body"].encode("utf-8")
    return content
