"""The requests of the same call on both releases, and the rule that reports each difference.

Contracts describe each argument; exchanges show what was sent. A rule that compares contracts reports the differences
that they explain, and `request_changed` reports the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from conformance.change import Difference
from conformance.contract.model import Parameter
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rules.operations.facts.grouped import OperationFact
from conformance.upgrade.rules.operations.facts.matched import (
    ENDINGS,
    MatchedOperation,
    matched_operations,
    response_kind,
)

UNSENT: Final = "nothing"  # the location of an argument that is not sent
_BODIES: Final = frozenset({"field", "body", "form", "file"})
_FACETS: Final = {"query": "query", "header": "header", "path": "path", **dict.fromkeys(_BODIES, "body")}


def first_difference(operation: MatchedOperation, facet: str, part: str = "") -> Difference | None:
    """The first difference of a facet, and of a part if given."""
    found = (
        difference
        for difference in operation.differences
        if difference.facet == facet and (not part or _is_part(difference.part, part))
    )
    return next(found, None)


def refusals(pair: ReleasePair, side: Literal["before", "after"]) -> list[OperationFact]:
    """The calls that one release sends and the release of this side refuses, although its signature allows them."""
    return [
        OperationFact(
            operation=operation, part="", before=difference.before, after=difference.after, difference=difference
        )
        for operation in matched_operations(pair)
        for difference in operation.differences
        if difference.facet == "requests"
        and (ending := getattr(difference, side)).startswith(ENDINGS)
        and not operation.refusal_explained(ending)
    ]


def parameter_difference(operation: MatchedOperation, parameter: Parameter) -> Difference | None:
    """The first difference in the request for an argument."""
    return first_difference(operation, _FACETS.get(parameter.location, ""), parameter.wire_name)


def _is_part(part: str, name: str) -> bool:
    return part.lower() == name.lower() or part.startswith(f"/{name}/") or part == f"/{name}"


def render_location(parameter: Parameter) -> str:
    """The location of an argument in the request, as text."""
    if parameter.location == "unsent":
        return UNSENT
    if parameter.location == "path":
        return "part of the path"
    return {"field": "JSON body", "body": "whole body", "form": "form", "file": "file part"}.get(
        parameter.location, parameter.location
    ) + (f" `{parameter.wire_name}`" if parameter.location != "body" else "")


def is_sent(parameter: Parameter) -> bool:
    """The argument is sent."""
    return parameter.location != "unsent"


def sends_nothing(operation: MatchedOperation) -> bool:
    """A call of one release was observed to send no request, or not to return."""
    return any(
        difference.facet == "requests" or (difference.facet == "raised" and not difference.response)
        for difference in operation.differences
    )


def path_templates(operation: MatchedOperation) -> tuple[str, str]:
    """Both path templates, with renamed arguments under their new names."""
    names = {old.name: new.name for old, new in operation.parameters}
    text = re.sub(r"\{(\w+)\}", lambda step: "{" + names.get(step[1], step[1]) + "}", operation.old.url)
    return text, operation.new.url


def unexplained_differences(operation: MatchedOperation) -> Iterator[Difference]:
    """The differences between requests that no contract explains. Other rules report headers and timeouts."""
    reported = {*_reported_facets(operation), *_implied_facets(operation)}
    moved = any(old.location != new.location for old, new in operation.parameters)
    for difference in operation.differences:
        if difference.facet not in {"method", "path", "query", "content_type", "body", "elsewhere"}:
            continue
        if difference.facet == "elsewhere" and response_kind(difference.response) == "redirect":
            continue
        if (difference.facet, "") in reported or (difference.facet == "path" and moved):
            continue
        if not any(facet == difference.facet and part and _is_part(difference.part, part) for facet, part in reported):
            yield difference


def _implied_facets(operation: MatchedOperation) -> Iterator[tuple[str, str]]:
    """The content type, if it only appears or disappears together with the body."""
    bodies = [difference for difference in operation.differences if difference.facet == "body" and not difference.part]
    types = [difference for difference in operation.differences if difference.facet == "content_type"]
    if bodies and types and "" in {types[0].before, types[0].after}:
        yield "content_type", ""


def _reported_facets(operation: MatchedOperation) -> Iterator[tuple[str, str]]:
    """Facets and parts that other rules report; without a part, the whole facet."""
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
    unmatched = [parameter for parameter in operation.old.accepted if parameter.name not in before]
    unmatched += [parameter for parameter in operation.new.accepted if parameter.name not in after]
    for parameter in unmatched:  # rules of the surface report these
        yield _FACETS.get(parameter.location, ""), parameter.wire_name
