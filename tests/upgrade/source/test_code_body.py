"""When two bodies of code are equal."""

from __future__ import annotations

import ast

import pytest

from conformance.upgrade.source.code_body import CodeBody
from conformance.upgrade.source.definitions import Callable, Class
from tests.upgrade.source.vocabulary import MODEL, api_of, function

CODE = '''
def f(a, b=1):
    """Words."""
    # a comment
    total = a+b
    if total > 10:
        return {"total": total}
    return None
'''


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("", "", True),
        ('"""Words."""', '"""Other words."""', True),
        ("    # a comment\n", "\n\n", True),
        ("a+b", "(a\n        + b)", True),
        ("b=1", "b: int = 2", True),
        ("def f", "@typing.overload\ndef f", True),
        ("def f", "@retried\ndef f", False),
        ("> 10", "> 11", False),
        ('"total":', '"sum":', False),
        ("    return None\n", "", False),
    ],
)
def test_bodies_are_equal_where_the_code_is(old: str, new: str, same: bool) -> None:
    before, after = function(CODE).body, function(CODE.replace(old, new, 1)).body
    assert (before == after) is same
    assert (before.digest == after.digest) is same
    assert not same or hash(before) == hash(after)


def test_a_body_is_the_same_however_it_is_formatted() -> None:
    indented = "class C:\n" + "".join(f"    {line}\n" for line in CODE.splitlines())
    member = api_of(indented).classes["C"].members["f"]
    assert isinstance(member, Callable)
    assert member.body == function(ast.unparse(ast.parse(CODE))).body


def test_renamed_variables_do_not_change_a_body() -> None:
    after = function(CODE.replace("a+b", "a+other").replace("b=1", "other=1")).body
    assert function(CODE).body.renamed({"b": "other"}) == after.code


def test_a_body_that_cannot_be_parsed_alone_is_its_text() -> None:
    assert CodeBody((b"else:",)) != CodeBody((b"elif:",))


def test_the_body_of_a_class_or_module_is_what_declares_nothing() -> None:
    def both(left: str) -> tuple[CodeBody, CodeBody]:
        api = api_of(f"import x\n{left}\nclass C:\n    a = 1\n    {left}\n")
        found = api.classes["C"]
        assert isinstance(found, Class)
        return api.modules[""].body, found.body

    assert both("pass") == both("'words'")
    assert both("x.start()") != both("x.stop()")
    assert all(one != other for one, other in zip(both("x.start()"), both("x.stop()"), strict=True))


def test_pydantic_metadata_in_an_annotation_belongs_to_the_class_body() -> None:
    text = (
        f"import typing\nfrom .core import FieldMetadata\n{MODEL}field: typing.Annotated[int, FieldMetadata(alias='a')]"
    )
    before = api_of(text).classes["Model"]
    after = api_of(f"{text[:-1]}, pydantic.Field(alias='a')]").classes["Model"]
    assert before.members == after.members
    assert before.body != after.body
