"""Texts about an argument are compared with the values that its type lists, if it allows nothing but those."""

from __future__ import annotations

import pytest

from conformance.checks.documented_value_unknown import documented_value_unknown
from conformance.contract.model import Operation, Parameter
from conformance.contract.types import NULL, Type, union
from conformance.documentation.docstring import read_docstring
from conformance.documentation.subjects import DocumentedOperation

TEXT = """
    Call.

    Args:
      choice: Use `none` or `auto`, or a function as in `{"name": "my_function"}`.
    """
LISTED = Type("literal", values=("none", "auto"))


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        (LISTED, ["choice.my_function", "choice.name"]),
        (union([LISTED, NULL]), ["choice.my_function", "choice.name"]),
        (union([LISTED, Type("map", (Type("string"), Type("any")))]), []),
        (union([LISTED, Type("model", name="types.Choice")]), []),
    ],
    ids=str,
)
def test_a_text_may_quote_what_an_object_contains(declared: Type, found: list[str]) -> None:
    choice = Parameter(name="choice", wire_name="choice", location="field", type=declared, required=False)
    operation = Operation(path="call", method="POST", url="/", parameters=(choice,), response=NULL)
    documented = DocumentedOperation(
        operation=operation, twin="sync", docstring=read_docstring(TEXT), runs=(), models={}
    )
    assert sorted(fact.part for fact in documented_value_unknown.judge(documented) or ()) == found
