"""The differ says what two requests or values differ in, and has both sides of each difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conformance.exchange.differences import SideBySide, request_differences, sentence, value_differences
from conformance.wire import Request

HEADERS = (("content-type", "application/json"), ("x-trace", "1"))


def sent(url: str = "http://sdk.test/api/tasks", body: bytes = b"", method: str = "GET", **headers: str) -> Request:
    return Request(method=method, url=url, headers=(*HEADERS, *headers.items()), content=body)


def difference_of(one: Request, other: Request) -> str:
    return sentence(list(request_differences(one, other, headers=True)))


def test_a_renamed_query_parameter_is_one_difference() -> None:
    one, other = sent("http://sdk.test/api/tasks?page_size=5"), sent("http://sdk.test/api/tasks?pagesize=5")
    assert difference_of(one, other) == "query page_size → pagesize"


def test_a_changed_value_names_its_place_and_both_sides() -> None:
    one, other = sent(body=b'{"labels": [{"title": "a"}]}'), sent(body=b'{"labels": [{"title": "b"}]}')
    assert difference_of(one, other) == "body.labels[].title 'a' → 'b'"


def test_method_path_and_header_are_separate_differences() -> None:
    other = sent("http://sdk.test/api/task", method="POST", extra="1")
    assert difference_of(sent(), other) == "method GET → POST; path /api/tasks → /api/task; header.extra nothing → '1'"


def test_a_value_that_only_one_side_has_is_nothing_on_the_other() -> None:
    assert list(request_differences(sent("http://sdk.test/api/tasks?page=1"), sent())) == [
        SideBySide("query.page", "'1'", "nothing")
    ]


def test_many_differences_are_counted_in_the_sentence() -> None:
    one, other = (sent(body=str(dict.fromkeys("abcde", n)).replace("'", '"').encode()) for n in (1, 2))
    assert difference_of(one, other).endswith("; and 1 more")


def test_equal_requests_have_no_difference() -> None:
    assert difference_of(sent(body=b'{"a": 1.0}'), sent(body=b'{"a": 1}')) == ""


@dataclass
class Model:
    name: str
    tags: list[Any]


def test_models_are_compared_field_by_field() -> None:
    found = list(value_differences(Model("a", [1, 2]), Model("b", [1, 3]), "result"))
    assert sentence(found) == "result.name 'a' → 'b'; result.tags[] 2 → 3"
