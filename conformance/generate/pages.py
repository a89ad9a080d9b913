"""The pages of a list, as a server sends them: the number of items, the links and the items agree.

Frameworks name these fields alike. A field that is none of them keeps its sample value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.model import Model, Operation
from conformance.contract.types import Type
from conformance.targets.client import BASE_URL

_TOTALS: Final = frozenset({"count", "total", "total_count", "total_items"})
_PAGE_COUNTS: Final = frozenset({"num_pages", "page_count", "total_pages"})
_MORE: Final = frozenset({"has_more", "has_next", "has_next_page", "more"})
_LINKS: Final = ("cursor", "next")  # names of texts or numbers that lead to the next page begin with one of these


@dataclass(frozen=True, slots=True)
class _Place:
    """A page's place in its list: its number from 1, whether more follow, and what the whole list has."""

    number: int
    more: bool
    total: int
    pages: int
    url: str


def page_payloads(
    operation: Operation,
    shell: Mapping[str, Any],
    models: Mapping[str, Model],
    batches: Sequence[Sequence[Any]],
    *,
    more: Sequence[bool] | None = None,
    total: int | None = None,
) -> list[dict[str, Any]]:
    """One page for each batch of items. `shell` is a page's payload; its fields about the list are replaced.

    A page has a link to the next one unless no later batch has items; `more` says it instead, and `total` the number of
    items of the whole list.
    """
    last = max((number for number, batch in enumerate(batches, 1) if batch), default=1)
    count = sum(map(len, batches)) if total is None else total
    pages = []
    for number, batch in enumerate(batches, 1):
        follows = number < last if more is None else more[number - 1]
        place = _Place(number, follows, count, last, BASE_URL + re.sub(r"\{[^{}]*\}", "1", operation.url))
        fields = _list_fields(operation.page, models, place) if operation.page else {}
        pages.append({**_merged(shell, fields), operation.items: list(batch)})
    return pages


def states_more(page: Any) -> bool | None:
    """Whether a page's payload says that more pages follow; None if it does not say so."""
    if not isinstance(page, dict):
        return None
    for name, value in page.items():
        word = name.lower()
        if word in _MORE and isinstance(value, bool):
            return value
        if word.startswith(_LINKS) and isinstance(value, str | int | None) and not isinstance(value, bool):
            return value is not None and value != ""
    nested = (states_more(value) for value in page.values() if isinstance(value, dict))
    return next((said for said in nested if said is not None), None)


def _merged(shell: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The shell with these fields, and with those of the objects in it."""
    inner = {
        name: _merged(shell[name], value)
        for name, value in fields.items()
        if isinstance(value, dict) and isinstance(shell.get(name), dict)
    }
    return {**shell, **fields, **inner}


def _list_fields(page: Type, models: Mapping[str, Model], place: _Place) -> dict[str, Any]:
    """The fields of a page's model that are about the list, by wire name; those of models in it, too."""
    return dict(_fields_of(page.name, models, place)) if page.kind == "model" and page.name in models else {}


def _fields_of(model: str, models: Mapping[str, Model], place: _Place) -> Iterator[tuple[str, Any]]:
    for field in models[model].fields:
        name, declared = field.wire_name.lower(), field.type.without_null()
        if declared.kind == "integer" and name in _TOTALS:
            yield field.wire_name, place.total
        elif declared.kind == "integer" and name in _PAGE_COUNTS:
            yield field.wire_name, place.pages
        elif declared.kind == "boolean" and name in _MORE:
            yield field.wire_name, place.more
        elif declared.kind in {"string", "integer"} and name.startswith(_LINKS):
            if place.more or field.type.nullable:
                yield field.wire_name, _link(name, declared, place, place.number + 1) if place.more else None
        elif declared.kind == "string" and name.startswith("prev") and field.type.nullable:
            yield field.wire_name, _link(name, declared, place, place.number - 1) if place.number > 1 else None
        elif declared.kind == "model" and field.required and declared.name != model:
            nested = dict(_fields_of(declared.name, models, place))
            if nested:
                yield field.wire_name, nested


def _link(name: str, declared: Type, place: _Place, number: int) -> Any:
    if declared.kind == "integer":
        return number
    return f"page-{number}" if "cursor" in name or "token" in name else f"{place.url}?page={number}"
