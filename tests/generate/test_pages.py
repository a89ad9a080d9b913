"""Pages are what a server sends: the number of items, the links and the items agree."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.contract.model import Field, Model, Operation
from conformance.contract.types import NULL, Type, union
from conformance.generate.pages import page_payloads, states_more

TEXT, NUMBER, FLAG = Type("string"), Type("integer"), Type("boolean")


def pages_of(*fields: tuple[str, Type, bool], shell: dict[str, Any] | None = None, **options: Any) -> list[Any]:
    """Pages of 2, 1 and no items, whose model has these fields: name, type, and whether it is required."""
    page = Model("types.Page", tuple(Field(name, name, declared, required=needed) for name, declared, needed in fields))
    meta = Model("types.Meta", (Field("has_more", "has_more", FLAG, required=True),))
    operation = Operation(
        path="things.list", method="GET", url="/things/{kind}/", parameters=(), response=NUMBER, shape="pager",
        page=Type("model", name="types.Page"), items="results",
    )  # fmt: skip
    models = {"types.Page": page, "types.Meta": meta}
    return page_payloads(operation, shell or {}, models, ([1, 2], [3], []), **options)


def column(pages: list[Any], name: str) -> list[Any]:
    return [page.get(name, "absent") for page in pages]


def test_pages_name_the_next_one_until_the_last_that_has_items() -> None:
    pages = pages_of(("next", union([TEXT, NULL]), False), ("previous", union([TEXT, NULL]), False))
    assert column(pages, "next") == ["http://sdk.test/things/1/?page=2", None, None]
    assert column(pages, "previous")[:2] == [None, "http://sdk.test/things/1/?page=1"]


def test_the_count_is_that_of_the_whole_list() -> None:
    assert column(pages_of(("count", NUMBER, True)), "count") == [3, 3, 3]
    assert column(pages_of(("total", NUMBER, True), total=7), "total") == [7, 7, 7]


def test_a_flag_and_a_cursor_say_whether_more_follow() -> None:
    pages = pages_of(("has_more", FLAG, True), ("next_cursor", union([TEXT, NULL]), False))
    assert column(pages, "has_more") == [True, False, False]
    assert column(pages, "next_cursor") == ["page-2", None, None]


def test_a_link_that_cannot_be_null_is_absent_from_the_last_page() -> None:
    assert column(pages_of(("next", TEXT, False)), "next")[1:] == ["absent", "absent"]


def test_fields_in_an_object_of_the_page_agree_too_and_its_others_are_kept() -> None:
    pages = pages_of(("meta", Type("model", name="types.Meta"), True), shell={"meta": {"has_more": True, "kept": 1}})
    assert column(pages, "meta") == [{"has_more": more, "kept": 1} for more in (True, False, False)]


def test_it_can_be_said_which_pages_name_a_next_one() -> None:
    pages = pages_of(("next", union([TEXT, NULL]), False), more=(True, True, False))
    assert [states_more(page) for page in pages] == [True, True, False]


@pytest.mark.parametrize(
    ("page", "more"),
    [
        ({"next": None}, False),
        ({"next": ""}, False),
        ({"next": "http://sdk.test/?page=2"}, True),
        ({"next_page": 2}, True),
        ({"cursor": None}, False),
        ({"has_more": False}, False),
        ({"meta": {"has_next": True}}, True),
        ({"total": 3}, None),
        ({"next": [1]}, None),
        ([], None),
        (None, None),
    ],
)
def test_a_page_says_whether_more_follow_or_says_nothing(page: Any, more: bool | None) -> None:
    assert states_more(page) is more
