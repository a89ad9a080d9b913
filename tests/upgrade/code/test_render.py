"""Declarations are rendered as a developer would write them."""

from __future__ import annotations

from ast import parse

from conformance.contract.types import ANY, NULL, STRING, Type, union
from conformance.upgrade.code.excerpt import contrast, first_line
from conformance.upgrade.code.render import (
    render_argument,
    render_call,
    render_literal,
    render_module,
    render_signature,
    render_type,
    render_types,
)
from conformance.upgrade.source.code_body import CodeBody
from conformance.upgrade.source.definitions import Argument, Callable

INTEGER = Type("integer")


def callable_with(*arguments: Argument, returns: Type | None = None, is_async: bool = False) -> Callable:
    return Callable(
        name="books.client.BooksClient.get",
        arguments=arguments,
        returns=returns,
        is_async=is_async,
        role="method",
        body=CodeBody(),
        documentation="",
        deprecated="",
        file="f.py",
        line=1,
    )


def test_types_of_the_same_name_in_other_modules_are_written_with_their_modules() -> None:
    old, new = (Type("list", (Type("model", name=f"{module}.types.Method"),)) for module in ("projects", "tasks"))
    assert render_types(old, new) == ("list[projects.types.Method]", "list[tasks.types.Method]")
    assert render_types(old, Type("list", (STRING,))) == ("list[Method]", "list[str]")


def test_a_type_is_written_as_an_annotation() -> None:
    assert render_type(union([NULL, Type("list", (STRING,))])) == "list[str] | None"
    assert render_type(Type("map", (STRING, ANY))) == "dict[str, Any]"
    assert render_type(union([Type("literal", values=("a", 1)), ANY])) == 'Literal["a", 1] | Any'
    assert render_type(Type("model", name="types.book.Book")) == "Book"
    assert render_type(None) == ""


def test_an_argument_is_written_as_declared() -> None:
    assert render_argument(Argument("page", "keyword", union([INTEGER, NULL]), "None")) == "page: int | None = None"
    assert render_argument(Argument("page", "keyword", None, "1")) == "page=1"
    assert render_argument(Argument("extra", "kwargs", ANY)) == "**extra: Any"


def test_a_signature_shows_which_arguments_are_positional_and_which_keywords() -> None:
    callable_ = callable_with(
        Argument("a", "positional", INTEGER),
        Argument("b", "either", INTEGER),
        Argument("c", "keyword", INTEGER, "1"),
        returns=STRING,
    )
    assert render_signature(callable_) == "get(a: int, /, b: int, *, c: int = 1) -> str"
    assert render_signature(callable_with(Argument("a", "positional", None)), "f") == "f(a, /)"
    assert render_signature(
        callable_with(Argument("rest", "args", None), Argument("k", "keyword", None), is_async=True)
    ) == ("async get(*rest, k)")


def test_a_long_call_takes_several_lines() -> None:
    text = render_call("client.books.create", [f"{name}={'x' * 30!r}" for name in "abc"])
    assert text.count("\n") == 4
    assert parse(text)
    assert render_call("f", []) == "f()"


def test_literals_are_quoted_so_that_they_can_be_read_back() -> None:
    for value in ("a", 'say "a"', "back\\slash", "\x00", 1, True):
        assert eval(render_literal(value)) == value


def test_the_standard_library_is_imported_first() -> None:
    lines = ["from acme_sdk import Task", "from acme_sdk import Acme", "from typing import Any", "import inspect"]
    assert render_module("x = 1", [*lines, *lines]).splitlines() == [
        "import inspect",
        "from typing import Any",
        "from acme_sdk import Acme, Task",
        "x = 1",
    ]


def test_a_text_in_a_sentence_is_its_first_line_without_digests() -> None:
    assert first_line("raises ValueError: no\n  title\n") == "raises ValueError: no"
    assert first_line("x" * 200) == "x" * 100 + "..."
    assert first_line("ab... (1711 characters, aec81c4fac17)") == "ab... (1711 characters)"
    assert first_line("12 bytes aec81c4fac17") == "12 bytes"
    assert first_line("raises pydantic_core._pydantic_core.ValidationError") == "raises ValidationError"
    assert first_line("raises builtins.TypeError") == "raises TypeError"
    assert first_line("mine.builtins.TypeError") == "mine.builtins.TypeError"


def test_two_texts_in_a_sentence_are_cut_where_they_differ() -> None:
    assert contrast("a\nb", "c\nb") == ("a", "c")
    assert contrast("a\nb", "a\nc") == ("...a b", "...a c")
    assert contrast("x" * 150 + "a", "x" * 150 + "b") == ("..." + "x" * 20 + "a", "..." + "x" * 20 + "b")
    assert contrast("2 bytes aec81c4fac17", "2 bytes bbbbbbbbbbb7") == ("2 bytes", "2 bytes (differs)")
    assert contrast("same", "same") == ("same", "same")
