"""Changes of definitions, with their messages and snippets, where one case of a rule is not enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rules.files.facts.data_files import describe_difference
from conformance.upgrade.rules.files.facts.docstrings import first_difference
from tests.upgrade.vocabulary import changes, pair

HEAD = """from __future__ import annotations

from typing import Any, Literal

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions

"""
TAIL = """

class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def {operation}(self, {argument}*, request_options: RequestOptions | None = None) -> {result}:
        return self._http.call({sent}, None, request_options)
"""


def books(folder: Path, old: str, new: str, role: str = "response") -> ReleasePair:
    """Two sides with other declarations above a client that gives, or takes, a `Book`."""
    given = {"operation": "get", "argument": "book: int, ", "result": "Book", "sent": "book"}
    taken = {"operation": "add", "argument": "book: Book, ", "result": "None", "sent": "book"}
    tail = TAIL.format(**given if role == "response" else taken)
    for name, text in (("old", old), ("new", new)):
        (folder / f"{name}.py").write_text(f"{HEAD}\n{text}\n{tail}", encoding="utf-8")
    return pair(folder / "old.py", folder / "new.py")


def book(*fields: str) -> str:
    return "\n    ".join(["class Book(UniversalBaseModel):", "title: str", *fields])


def subject_part_impact(rule_id: str, found: ReleasePair) -> list[tuple[str, str, str]]:
    return [(change.subject, change.part, change.impact.value) for change in changes(rule_id, found)]


@pytest.mark.parametrize(
    ("role", "rule_id", "old", "new", "impact"),
    [
        ("response", "required_field_added", [], ["pages: int"], "risky"),
        ("request", "required_field_added", [], ["pages: int"], "breaking"),
        ("response", "field_now_required", ["pages: int = 1"], ["pages: int"], "risky"),
        ("request", "field_now_optional", ["pages: int"], ["pages: int | None = None"], "compatible"),
        ("response", "field_now_optional", ["pages: Any"], ["pages: Any | None = None"], "breaking"),
        ("response", "field_type_widened", ["pages: int"], ["pages: int | str"], "breaking"),
        ("request", "field_type_widened", ["pages: int"], ["pages: int | str"], "compatible"),
        ("response", "field_type_widened", ["pages: int"], ["pages: Any"], "compatible"),
        ("response", "field_type_narrowed", ["pages: Any"], ["pages: int"], "risky"),
        ("request", "enum_member_added", ['size: Literal["s"]'], ['size: Literal["s", "m"]'], "compatible"),
        ("response", "enum_member_added", ['size: Literal["s"]'], ['size: Literal["s", "m"]'], "risky"),
        (
            "response",
            "enum_member_added",
            ['size: Literal["s"] | Any'],
            ['size: Literal["s", "m"] | Any'],
            "compatible",
        ),
        ("request", "enum_member_removed", ['size: Literal["s", "m"]'], ['size: Literal["s"]'], "breaking"),
        ("request", "enum_member_removed", ['size: Literal["s", "m"] | Any'], ['size: Literal["s"] | Any'], "risky"),
    ],
)
def test_the_impact_of_a_field_depends_on_who_builds_the_model(
    tmp_path: Path, role: str, rule_id: str, old: list[str], new: list[str], impact: str
) -> None:
    found = subject_part_impact(rule_id, books(tmp_path, book(*old), book(*new), role))
    assert [change[2] for change in found] == [impact]


def test_code_that_creates_a_model_of_responses_is_named(tmp_path: Path) -> None:
    (change,) = changes("required_field_added", books(tmp_path, book(), book("pages: int")))
    effect = "code that creates the model, such as tests, must pass it"
    assert change.message == f"`Book.pages` is new and required: {effect}."
    assert change.trial is not None
    assert change.trial.code.endswith('result = Book(title="text")')


@pytest.mark.parametrize(
    ("rule_id", "new", "reported"),
    [
        ("field_now_required", "pages: int", True),
        ("field_now_required", "pages: int | None", False),
        ("field_now_required", "pages: Any", False),
        ("parameter_now_required", "int", True),
        ("parameter_now_required", "int | None", False),
    ],
)
def test_a_type_that_no_longer_accepts_none_is_reported(tmp_path: Path, rule_id: str, new: str, reported: bool) -> None:
    if rule_id == "field_now_required":
        found = books(tmp_path, book("pages: int | None = None"), book(new), "request")
    else:
        found = books(tmp_path, book(), book(), "request")
        old, arguments = (tmp_path / "old.py").read_text(encoding="utf-8"), "book: Book, *, "
        for name, text in (("old", "int | None = None"), ("new", new)):
            code = old.replace(arguments, f"{arguments}count: {text}, ")
            (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
        found = pair(tmp_path / "old.py", tmp_path / "new.py")
    (change,) = changes(rule_id, found)
    assert (", and it no longer accepts None" in change.message) is reported


def test_a_new_definition_is_one_fact(tmp_path: Path) -> None:
    found = books(tmp_path, book(), f"class Shelf(UniversalBaseModel):\n    room: str\n\n\n{book()}")
    assert subject_part_impact("model_added", found) == [("books.client.Shelf", "", "compatible")]
    assert not any(
        subject_part_impact(rule_id, found)
        for rule_id in ("field_added", "required_field_added", "private_code_changed")
    )


def test_an_alias_of_the_same_values_does_not_change_a_field(tmp_path: Path) -> None:
    alias = 'State = Literal["lent", "here"]\nPlace = Literal["here", "lent"]\n\n\n'
    found = books(tmp_path, alias + book("state: State"), alias + book("state: Place"))
    rules = (
        "field_type_changed",
        "field_type_widened",
        "field_type_narrowed",
        "enum_member_added",
        "formatting_changed",
    )
    assert not any(subject_part_impact(rule_id, found) for rule_id in rules)
    assert subject_part_impact("private_code_changed", found) == [("books.client", "", "compatible")]


def test_an_alias_of_other_values_changes_a_field(tmp_path: Path) -> None:
    alias = 'State = Literal["lent", "here"]\nPlace = Literal["here", "lent", "lost"]\n\n\n'
    found = books(tmp_path, alias + book("state: State"), alias + book("state: Place"))
    assert subject_part_impact("enum_member_added", found) == [("books.client.Book", "state=lost", "risky")]


def test_a_member_that_moves_to_a_base_class_still_exists(tmp_path: Path) -> None:
    base = "class Base(UniversalBaseModel):\n    pages: int | None = None\n\n\n"
    new = base + "class Book(Base):\n    title: str"
    found = books(tmp_path, book("pages: int | None = None"), new)
    assert subject_part_impact("field_removed", found) == []


def test_differences_of_json_are_json_pointers() -> None:
    old, new = b'{"a": {"b": 1, "c": 2}, "d": 1}', b'{"a": {"b": 2}, "d": 1, "e": 0}'
    assert describe_difference("x.json", old, new) == ("`/a/b` differs, `/a/c` is gone, `/e` is new", "anything")
    assert describe_difference("x.json", b'{"a":1}', b'{ "a": 1 }') == ("only the layout differs", "prose")
    assert describe_difference("x.json", b"{", b"{}") == ("it differs", "anything")
    assert describe_difference("x.md", b"a", b"ab") == ("2 bytes instead of 1", "prose")


@pytest.mark.parametrize(
    ("old", "new", "expected", "nature"),
    [
        ('{"a": 1}', '{"b": 2, "a": 1}', "`/b` is new", "additions"),
        ('{"a": {"b": {"c": {}}}}', '{"a": {"b": {"c": {"d": 1}}}}', "`/a/b` has new values", "additions"),
        ('{"a": [1, {}]}', '{"a": [1, {"b": 2}, 3]}', "`/a` has new values", "additions"),
        ("[1, 2]", "[1, 2, 3]", "`/` has new values", "additions"),
        ("[1, 2]", "[3, 1, 2]", "`/` differs", "anything"),
        ("[1, 2]", "[1]", "`/` differs", "anything"),
        ('{"a": 1}', '{"a": 2, "b": 2}', "`/a` differs, `/b` is new", "anything"),
        ('{"a": 1}', '{"a": true, "b": 2}', "`/a` differs, `/b` is new", "anything"),
        ('{"a": {}}', '{"a": {"b": 1}}', "`/a/b` is new", "additions"),
        ('{"a": null}', '{"a": {"b": 1}}', "`/a` differs", "anything"),
    ],
)
def test_json_that_only_gains_values_is_an_addition(old: str, new: str, expected: str, nature: str) -> None:
    assert describe_difference("x.json", old.encode(), new.encode()) == (expected, nature)


def test_the_first_different_line_is_reported() -> None:
    assert first_difference("Same.\n\n  Old  words.\nEnd.", "Same.\nNew words.\nEnd.") == ("Old words.", "New words.")
    assert first_difference("", "New.") == ("", "New.")
    assert first_difference("A\nB", "A \n\n B") == ("", "")
