"""What the same call sends, on both releases: which rule of the wire tells each difference.

Contracts say what was learnt about each argument; exchanges show what was sent. A difference that a contract explains
is told by the rule that reads the contract, any other one by `request_changed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from conformance.change import Difference
from conformance.contract.model import Parameter
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, response_kind

_BODIES: Final = frozenset({"field", "body", "form", "file"})
_FACETS: Final = {"query": "query", "header": "header", "path": "path", **dict.fromkeys(_BODIES, "body")}


def first_difference(operation: MatchedOperation, facet: str, part: str = "") -> Difference | None:
    """The exchange that shows a difference of one facet, and part, if there is one."""
    found = (
        difference
        for difference in operation.differences
        if difference.facet == facet and (not part or _names(difference.part, part))
    )
    return next(found, None)


def parameter_difference(operation: MatchedOperation, parameter: Parameter) -> Difference | None:
    """The exchange that shows a difference of one argument."""
    return first_difference(operation, _FACETS.get(parameter.location, ""), parameter.wire_name)


def _names(part: str, name: str) -> bool:
    return part.lower() == name.lower() or part.startswith(f"/{name}/") or part == f"/{name}"


def render_location(parameter: Parameter) -> str:
    """Where an argument goes, for people."""
    if parameter.location == "unsent":
        return "nothing"
    if parameter.location == "path":
        return "part of the path"
    return {"field": "JSON body", "body": "whole body", "form": "form", "file": "file part"}.get(
        parameter.location, parameter.location
    ) + (f" `{parameter.wire_name}`" if parameter.location != "body" else "")


def is_sent(parameter: Parameter) -> bool:
    """It was seen on the wire."""
    return parameter.location != "unsent"


def path_templates(operation: MatchedOperation) -> tuple[str, str]:
    """Both path templates, renamed arguments called by their new names."""
    names = {old.name: new.name for old, new in operation.parameters}
    text = re.sub(r"\{(\w+)\}", lambda step: "{" + names.get(step[1], step[1]) + "}", operation.old.url)
    return text, operation.new.url


def unexplained_differences(operation: MatchedOperation) -> Iterator[Difference]:
    """The differences of requests that no contract explains; headers and timeouts have rules of their own."""
    told = {*_told(operation), *_followed(operation)}
    moved = any(old.location != new.location for old, new in operation.parameters)
    for difference in operation.differences:
        if difference.facet not in {"method", "path", "query", "content_type", "body", "elsewhere"}:
            continue
        if difference.facet == "elsewhere" and response_kind(difference.response) == "redirect":
            continue
        if (difference.facet, "") in told or (difference.facet == "path" and moved):
            continue
        if not any(facet == difference.facet and part and _names(difference.part, part) for facet, part in told):
            yield difference


def _followed(operation: MatchedOperation) -> Iterator[tuple[str, str]]:
    """A body that comes or goes takes its content type along."""
    bodies = [difference for difference in operation.differences if difference.facet == "body" and not difference.part]
    types = [difference for difference in operation.differences if difference.facet == "content_type"]
    if bodies and types and "" in {types[0].before, types[0].after}:
        yield "content_type", ""


def _told(operation: MatchedOperation) -> Iterator[tuple[str, str]]:
    """Facets and parts that another rule tells; a facet without part is told as a whole."""
    old, new = operation.old, operation.new
    if old.method != new.method:
        yield "method", ""
    before, after = path_templates(operation)
    if before != after:
        yield "path", ""
    if old.body != new.body and "none" not in {old.body, new.body}:
        yield "body", ""
        yield "content_type", ""
    elif old.content_type != new.content_type:
        yield "content_type", ""
    constants = {*old.constants, *new.constants}
    yield from ((_FACETS.get(place, place), name) for place, name, _ in constants)
    yield from _arguments(operation)


def _arguments(operation: MatchedOperation) -> Iterator[tuple[str, str]]:
    for old, new in operation.parameters:
        different = (
            (old.location, old.wire_name, old.list_style, old.on_none, old.sent_default)
            != (new.location, new.wire_name, new.list_style, new.on_none, new.sent_default)
        )  # fmt: skip
        if different or old.type != new.type:
            yield _FACETS.get(old.location, ""), old.wire_name
            yield _FACETS.get(new.location, ""), new.wire_name
            if "body" in {old.location, new.location}:
                yield "body", ""
    before, after = {old.name for old, _ in operation.parameters}, {new.name for _, new in operation.parameters}
    alone = [parameter for parameter in operation.old.accepted if parameter.name not in before]
    alone += [parameter for parameter in operation.new.accepted if parameter.name not in after]
    for parameter in alone:  # an argument of one side alone: the surface tells it
        yield _FACETS.get(parameter.location, ""), parameter.wire_name
