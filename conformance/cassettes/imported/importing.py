"""Entries of another program's recording become interactions of operations, with an account of what is lost.

The stored request has the path of the operation at the SDK's test address, and its own query, headers and body.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from conformance.cassettes.imported.arguments import Recovered, recover_arguments
from conformance.cassettes.imported.routes import Route, Routes, is_http
from conformance.cassettes.interaction import Interaction
from conformance.cassettes.redacted import redact_interaction
from conformance.contract.model import Contract, Model
from conformance.generate.values import to_stored
from conformance.targets.client import BASE_URL
from conformance.wire import Request, Response

NO_OPERATION: Final = "no operation of the SDK has this verb and URL"
NO_HEADERS: Final = "the headers of its response were not recorded: its body is taken for JSON"
_VERSION: Final = r"(\d[\w.+-]*)"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An entry that cannot be replayed. `request` is its verb and URL without a query."""

    case: str
    request: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The outcome of the entries: interactions with the losses of each, and entries that were left out."""

    interactions: tuple[Interaction, ...]
    left_out: tuple[LeftOut, ...]


def is_unmatched(interaction: Interaction) -> bool:
    """Whether an interaction comes from another program, and its operation is not known yet."""
    return interaction.provenance.kind == "imported" and not interaction.operation


def with_imported(
    recorded: Mapping[str, tuple[Interaction, ...]], contract: Callable[[], Contract], headers: Mapping[str, str]
) -> tuple[Mapping[str, tuple[Interaction, ...]], Imported]:
    """The recordings of `load_recordings` with those of other programs among them, by operation.

    `contract` is called only where there are any.
    """
    unmatched = [redact_interaction(interaction) for interaction in recorded.get("", ())]
    if not unmatched:
        return recorded, Imported(interactions=(), left_out=())
    imported = import_interactions(unmatched, contract(), headers)
    matched = {path: list(interactions) for path, interactions in recorded.items() if path}
    for interaction in imported.interactions:
        matched.setdefault(interaction.operation, []).append(interaction)
    return {path: tuple(matched[path]) for path in sorted(matched)}, imported


def import_interactions(entries: Sequence[Interaction], contract: Contract, headers: Mapping[str, str]) -> Imported:
    """The entries as interactions of the contract's operations. `headers` are those of the target's requests.

    An entry that several operations may have sent becomes a call of the one that loses least.
    """
    routes = Routes(contract)
    servers = routes.servers(entry.request for entry in entries if is_http(entry.request.url))
    interactions, left_out = [], []
    for entry in entries:
        made = _import(entry, routes, servers, contract.models, headers)
        if isinstance(made, Interaction):
            interactions.append(made)
        else:
            left_out.append(LeftOut(case=entry.case, request=_request_line(entry.request), reason=made))
    return Imported(interactions=tuple(interactions), left_out=tuple(left_out))


def _import(
    entry: Interaction,
    routes: Routes,
    servers: Mapping[str, str],
    models: Mapping[str, Model],
    headers: Mapping[str, str],
) -> Interaction | str:
    """The interaction of an entry, or why it is left out."""
    if not is_http(entry.request.url):
        return "its URL is not one of an API over HTTP"
    found = routes.find(entry.request, servers)
    if not found:
        return NO_OPERATION
    problem = entry.unusable or _unusable_status(entry.response.status)
    if problem:
        return problem
    candidates = [(route, recover_arguments(route.operation, entry.request, route.in_path, models)) for route in found]
    route, recovered = min(candidates, key=_rank)
    if recovered.problem:
        return f"{route.operation.path}: {recovered.problem}"
    response = _with_content_type(entry.response)
    unnamed = () if response is entry.response else (NO_HEADERS,)
    return replace(
        entry,
        operation=route.operation.path,
        request=replace(entry.request, url=_url(route, entry.request)),
        response=response,
        arguments={name: to_stored(value) for name, value in recovered.arguments.items()},
        losses=(*entry.losses, *unnamed, *recovered.losses),
        provenance=replace(entry.provenance, sdk=_sdk_version(entry.request, headers)),
    )


def _rank(candidate: tuple[Route, Recovered]) -> tuple[bool, int, int, str]:
    route, recovered = candidate
    return bool(recovered.problem), len(recovered.losses), len(route.operation.parameters), route.operation.path


def _unusable_status(status: int) -> str:
    if status < 200:
        return f"its response is interim (status {status}), such as the start of a websocket"
    if status == 304:
        return "the program had a copy of the response (status 304), which was not recorded"
    if 300 <= status < 400:
        return f"it is a redirect (status {status}); the response that followed is an entry of its own"
    return ""


def _with_content_type(response: Response) -> Response:
    """A response whose headers were all left out of the recording, as JSON if its body is JSON."""
    if response.headers or not response.content:
        return response
    try:
        json.loads(response.content)
    except ValueError:
        return response
    return replace(response, headers=(("content-type", "application/json"),))


def _url(route: Route, request: Request) -> str:
    query = urlsplit(request.url).query
    return f"{BASE_URL}/{route.path.lstrip('/')}{'?' if query else ''}{query}"


def _sdk_version(request: Request, headers: Mapping[str, str]) -> str:
    """The release of the SDK that sent a request, "" if another program did. `headers` are those of the target."""
    for name, template in headers.items():
        value = request.header(name.lower())
        if "{version}" in template and value is not None:
            found = re.fullmatch(_VERSION.join(map(_any_value, template.split("{version}"))), value)
            if found is not None:
                return found[1]
    return ""


def _any_value(text: str) -> str:
    return ".*".join(map(re.escape, re.split(r"\{[^{}]*\}", text)))


def _request_line(request: Request) -> str:
    return f"{request.method} {re.split('[?#]', request.url)[0]}"
