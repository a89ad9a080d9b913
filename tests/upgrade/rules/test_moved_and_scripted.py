"""What differs between releases far apart and is no change for callers; and helpers that need responses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.change import Change, Difference, Snippet
from conformance.upgrade.pair import OperationComparison, ScenarioResult
from conformance.upgrade.rules.helpers.facts import scenario_facts
from conformance.upgrade.witness.scripted_exchange import script_snippets
from conformance.wire import json_response
from tests.upgrade.vocabulary import changes, pair
from tests.vocabulary import approved_contract

CLASS = "class Sampling:\n    NONE = 'none'\n"
USES = "def sample(sampling: Sampling) -> Sampling:\n    return sampling\n"


def reported(rule: str, old: dict[str, str], new: dict[str, str]) -> list[Change]:
    sides = ({name: text.encode() for name, text in side.items()} for side in (old, new))
    return changes(rule, pair(*sides))


@pytest.mark.parametrize("rule", ["parameter_type_changed", "result_type_changed"])
def test_a_class_that_moved_changes_no_type_that_names_it(rule: str) -> None:
    old = {"kinds.py": CLASS, "draw.py": f"from .kinds import Sampling\n\n\n{USES}"}
    new = {
        "legacy/__init__.py": "",
        "legacy/kinds.py": CLASS,
        "draw.py": f"from .legacy.kinds import Sampling\n\n\n{USES}",
    }
    assert [change.subject for change in reported("class_renamed", old, new)] == ["kinds.Sampling"]
    assert reported(rule, old, new) == []


def test_a_constant_that_its_module_now_imports_is_not_gone() -> None:
    old = {"limits.py": "MOST = 60\nLEAST = 1\n"}
    new = {"limits.py": "from .numbers import MOST\n", "numbers.py": "MOST = 60\n"}
    assert [change.subject for change in reported("attribute_removed", old, new)] == ["limits.LEAST"]
    assert reported("attribute_changed", old, new) == []


def test_a_constant_that_its_module_now_imports_with_another_value_has_changed() -> None:
    old, new = {"limits.py": "MOST = 60\n"}, {"limits.py": "from .numbers import MOST\n", "numbers.py": "MOST = 30\n"}
    assert reported("attribute_removed", old, new) == []
    (change,) = reported("attribute_changed", old, new)
    assert (change.subject, change.before, change.after) == ("limits.MOST", "MOST = 60", "MOST = 30")


def test_a_list_with_fewer_types_of_items_is_shown_with_an_item_of_a_lost_type() -> None:
    old = "def mark(items: list[int | str]) -> None:\n    pass\n"
    (change,) = reported("parameter_type_narrowed", {"draw.py": old}, {"draw.py": old.replace("int | str", "int")})
    assert change.trial is not None
    assert 'items=["' in change.trial.code


def test_a_result_is_shown_as_a_type_checker_sees_it_where_an_override_leaves_its_items_open() -> None:
    base = (
        "from typing import Generic, TypeVar\n\nfrom ..core.options import RequestOptions\n"
        "T = TypeVar('T')\n\n\nclass Page(Generic[T]):\n    pass\n\n\nclass PageExt(Page[T]):\n    pass\n\n\n"
        "class BooksBase:\n    def list(self, *, request_options: RequestOptions | None = None) -> Page[int]:\n"
        "        return Page()\n\n\n"
        "class BooksClient(BooksBase):\n    def __init__(self, *, http: object) -> None:\n        self._http = http\n\n"
        "    def list(self, **kwargs) -> PageExt[T]:\n        return PageExt()\n"
    )
    old, new = {"books/client.py": base}, {"books/client.py": base.replace("Page[int]:", "Page[str]:")}
    (change,) = reported("result_type_changed", old, new)
    assert (change.before, change.after) == ("PageExt[int]", "PageExt[str]")
    assert change.trial is not None
    assert "-> Page[int]:" in change.trial.code


def test_another_order_of_arguments_that_are_given_by_keyword_only_is_a_new_implementation_and_no_more() -> None:
    old = "def mark(page: int, *, colour: str, title: str = '') -> list[str]:\n    return [colour, title]\n"
    new = "def mark(page: int, *, title: str = '', colour: str) -> list[str]:\n    return [title, colour][::-1]\n"
    sides = ({"draw.py": old}, {"draw.py": new})
    assert [change.subject for change in reported("implementation_changed", *sides)] == ["draw.mark"]
    assert reported("parameter_order_changed", *sides) == []


def scenario(old: str, new: str, *, same_end: bool) -> ScenarioResult:
    return ScenarioResult(
        group="an export", case="", subject="labels.Label", code="result = client.projects.get(1)",
        responses=(json_response(200, {"id": 3}),), old=old, new=new, old_failed=False, new_failed=False,
        same_end=same_end,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("same_end", "message"),
    [(True, "`labels.Label`, an export: it sends other requests."), (False, "`labels.Label`, an export: it differs.")],
)
def test_a_helper_that_only_sends_other_requests_is_reported_so(same_end: bool, message: str) -> None:
    both = replace(pair({}, {}), scenarios=(scenario("GET /a\n1", "GET /a/\n1", same_end=same_end),))
    (fact,) = scenario_facts(both, lambda _: True, "it differs", Snippet("", expects="differs"))
    assert fact.message == message


def test_a_helper_that_needs_responses_gets_them_in_its_witness() -> None:
    both = replace(pair({}, {}), scenarios=(scenario("1", "2", same_end=False),))
    (fact,) = scenario_facts(both, lambda _: True, "it differs", Snippet("", expects="differs"))
    assert fact.trial is not None
    assert script_snippets([fact.trial], both)[fact.trial].responses == (json_response(200, {"id": 3}),)


LABEL = "class Label:\n    def draw(self) -> None:\n        pass\n"


@pytest.mark.parametrize("other", ["", "class Label:\n    pass\n"])
@pytest.mark.parametrize("added", [True, False])
def test_a_helper_that_only_one_release_has_is_added_or_removed_and_does_nothing_differently(
    other: str, *, added: bool
) -> None:
    sides = ({"labels.py": text.encode()} for text in ((other, LABEL) if added else (LABEL, other)))
    failed = replace(scenario("AttributeError", "ValueError", same_end=False), subject="labels.Label.draw")
    both = replace(pair(*sides), scenarios=(failed,))
    assert list(scenario_facts(both, lambda _: True, "it fails differently", None)) == []


def raised(part: str, before: str, after: str) -> Difference:
    return Difference(
        operation="tasks.get", facet="raised", part=part, before=before, after=after, twins=("sync",),
        call="client.tasks.get(1)", response="error_500",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("differences", "parts"),
    [
        (
            [
                raised("class", "ValueError", "ApiError"),
                raised("status", "None", "500"),
                raised("body", "None", "dict"),
            ],
            [],
        ),
        ([raised("body", "str", "dict")], ["status 500 body"]),
        ([raised("status", "500", "501")], ["status 500 status"]),
    ],
)
def test_an_exception_that_has_no_body_at_all_is_a_change_of_class_only(
    differences: list[Difference], parts: list[str]
) -> None:
    both = pair({}, {})
    sides = (replace(side, contract=approved_contract()) for side in (both.old, both.new))
    compared = {"tasks.get": OperationComparison(1, tuple(differences))}
    both = replace(both, old=next(sides), new=next(sides), comparisons=compared)
    assert [change.part for change in changes("error_body_changed", both)] == parts
