"""The facets in which two exchanges differ: requests, outcomes, and the values inside of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from conformance.change import Facet
from conformance.upgrade.observe.observation import ROOT, FlatValue

NOTHING: Final = "nothing"
_NUMBERS: Final = re.compile(r"\[\d+\]")
_STEP: Final = re.compile(r"(\.[^.\[]*|\[\d+\]|^[^.\[]+)$")
_CONTAINERS: Final = ("dict", "list of ", "tuple of ", "'", '"')


class FacetDifference(NamedTuple):
    """One difference between two exchanges; the fields are those of `Difference`."""

    facet: Facet
    part: str
    before: str
    after: str
    owner: str = ""


def waits_text(outcome: Mapping[str, Any]) -> str:
    """The waits between the requests of a call."""
    return ", ".join(f"{wait:g} s" for wait in outcome.get("waits", ())) or "none"


def one_sided_text(requests: list[dict[str, Any]], outcome: Mapping[str, Any]) -> str:
    """One side of an exchange in which only one side sent a request."""
    if requests:
        return f"{requests[0]['method']} {requests[0]['path']}"
    return _ending_text(outcome)


def _ending_text(outcome: Mapping[str, Any]) -> str:
    if "raised" in outcome:
        return f"raises {outcome['raised']['class']}: {outcome['raised']['text'].partition(': ')[2]}"
    return "does not end" if "endless" in outcome else f"returns {outcome['value'][ROOT]}"


def compare_requests(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[FacetDifference]:
    """The differences between the requests of both sides, each once."""
    found: dict[tuple[str, str], FacetDifference] = {}
    for before, after in zip(old, new, strict=False):
        if before != after:
            for difference in _compare_request(before, after):
                found.setdefault(difference[:2], difference)
    return list(found.values())


def _compare_request(old: dict[str, Any], new: dict[str, Any]) -> Iterator[FacetDifference]:
    facets: tuple[Facet, ...] = ("method", "path", "content_type", "timeout")
    for facet in facets:
        if old[facet] != new[facet]:
            yield FacetDifference(facet, "", old[facet], new[facet])
    if sorted(map(tuple, old["query"])) != sorted(map(tuple, new["query"])):
        yield from _compare_mappings("query", _group_values(old["query"]), _group_values(new["query"]))
    yield from _compare_mappings("header", old["headers"], new["headers"])
    yield from _compare_mappings("body", old["body"], new["body"])


def _group_values(pairs: Iterable[list[str]]) -> dict[str, str]:
    """The values of each name; repeated values are joined."""
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(repr(value))
    return {name: " & ".join(values) for name, values in grouped.items()}


def _compare_mappings(facet: Facet, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[FacetDifference]:
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            yield FacetDifference(facet, name, old.get(name, NOTHING), new.get(name, NOTHING))


def compare_outcomes(
    old: Mapping[str, Any], new: Mapping[str, Any], renamed: Mapping[str, str]
) -> Iterator[FacetDifference]:
    """The differences between what both calls returned or raised."""
    kinds = [next(kind for kind in ("value", "raised", "endless") if kind in outcome) for outcome in (old, new)]
    if "endless" in kinds:
        if kinds[0] != kinds[1]:
            yield FacetDifference("endless", "", _ending_text(old), _ending_text(new))
    elif kinds[0] != kinds[1]:
        yield FacetDifference("raised", "ends", _ending_text(old), _ending_text(new))
    elif kinds[0] == "value":
        yield from _compare_values("result", old["value"], new["value"], renamed)
    else:
        yield from _compare_exceptions(old["raised"], new["raised"], renamed)


def _compare_exceptions(
    old: Mapping[str, Any], new: Mapping[str, Any], renamed: Mapping[str, str]
) -> Iterator[FacetDifference]:
    before, after = old["class"], new["class"]
    found = []
    if renamed.get(before, before) != after:
        found.append(FacetDifference("raised", "class", before, after))
    if old["status"] != new["status"]:
        found.append(FacetDifference("raised", "status", old["status"], new["status"]))
    for row in _compare_values("raised", old["body"], new["body"], renamed):
        found.append(row._replace(part=f"body.{row.part}".rstrip(".")))
    if not found and old["text"] != new["text"]:
        found.append(FacetDifference("raised", "text", old["text"], new["text"]))
    yield from found


def _compare_values(
    facet: Facet, old: FlatValue, new: FlatValue, renamed: Mapping[str, str]
) -> Iterator[FacetDifference]:
    """The outermost values that differ; the items of a list share one path."""
    reported: set[str] = set()
    hidden: set[str] = set()
    for path in {**old, **new} if old != new else ():
        before, after = old.get(path), new.get(path)
        parent = _parent_path(path)
        if parent in hidden:
            hidden.add(path)
        elif before is None or after is None or renamed.get(before, before) != after:
            hidden.add(path)
            part = _NUMBERS.sub("[]", path)
            if part not in reported:
                reported.add(part)
                yield FacetDifference(facet, part, before or NOTHING, after or NOTHING, _owning_field(path, old))


def _parent_path(path: str) -> str | None:
    if path == ROOT:
        return None
    step = _STEP.search(path)
    return ROOT if step is None else path[: step.start()]


def _owning_field(path: str, rows: FlatValue) -> str:
    """The dotted field of the model that contains a path; "" where no model does."""
    inner: str | None = path
    while inner is not None:
        outer = _parent_path(inner)
        model = "" if outer is None else rows.get(outer, "")
        if outer is not None and model and not model.startswith(_CONTAINERS):
            return f"{model}.{inner.removeprefix(outer).lstrip('.')}"
        inner = outer
    return ""
