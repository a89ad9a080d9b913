"""The callables of two releases: which client they belong to, what differs, and the code that calls them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.change import Change
from conformance.contract.types import ANY, NULL, SCALARS, Type, union
from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.pair import ReleasePair
from tests.upgrade.vocabulary import changes, pair

CLIENT = """
from ..core.options import RequestOptions
class {prefix}BooksClient:
    {sync}def list(self, *, page: int = 1{more}, request_options: RequestOptions | None = None) -> str: ...
"""
Sides = Callable[[str, str], ReleasePair]


@pytest.fixture
def sides(tmp_path: Path) -> Sides:
    """Two releases by the text of the module of books."""

    def make_pair(old: str, new: str) -> ReleasePair:
        files = [tmp_path / "old.py", tmp_path / "new.py"]
        for file, text in zip(files, (old, new), strict=True):
            file.write_text("from __future__ import annotations\n" + text)
        return pair(*files)

    return make_pair


def clients(sync: str = "", both: str = "") -> str:
    """Both clients, with more arguments for one or for both."""
    return CLIENT.format(prefix="", sync="", more=sync + both) + CLIENT.format(prefix="Async", sync="async ", more=both)


def only(found: list[Change]) -> Change:
    assert len(found) == 1, [change.id for change in found]
    return found[0]


def test_the_same_fact_about_both_clients_is_reported_once(sides: Sides) -> None:
    change = only(changes("parameter_added", sides(clients(), clients(both=", order: str = ''"))))
    assert change.id == "parameter_added: books.list.order"
    assert "Only the" not in change.message


def test_a_fact_about_one_client_names_that_client(sides: Sides) -> None:
    change = only(changes("parameter_added", sides(clients(), clients(sync=", order: str = ''"))))
    assert change.message.endswith("This affects only the sync client.")


def test_an_operation_of_one_client_needs_no_remark(sides: Sides) -> None:
    alone = CLIENT.format(prefix="Async", sync="async ", more="")
    found = sides(alone, alone.replace("page: int", "page: str"))
    change = only(changes("parameter_type_changed", found))
    assert "Only the" not in change.message
    assert change.trial is not None
    assert "await client.books.list" in change.trial.code


def test_a_private_name_is_not_a_public_callable(sides: Sides) -> None:
    found = sides("def _shelf(name): ...\nclass _Room:\n    def open(self, key): ...", "def _shelf(): ...")
    assert changes("required_parameter_removed", found) == []


def test_definitions_that_the_target_declares_internal_belong_to_another_rule(sides: Sides) -> None:
    found = sides("def shelf(name): ...", "def shelf(): ...")
    assert only(changes("required_parameter_removed", found)).impact.value == "breaking"
    assert changes("required_parameter_removed", replace(found, internal=("books.*",))) == []


def test_a_constructor_with_kwargs_takes_the_inherited_arguments(sides: Sides) -> None:
    text = "class Base:\n    def __init__(self, width: int{}): ...\nclass Shelf(Base): ..."
    found = sides(text.format(""), text.format(", height: int"))
    assert [change.subject for change in changes("required_parameter_added", found)] == ["books.client.Base"]


def test_an_inherited_method_that_is_overridden_is_the_same_method(sides: Sides) -> None:
    base = "class Base:\n    def put(self, book: str): ...\n"
    found = sides(base + "class Shelf(Base): ...", base + "class Shelf(Base):\n    def put(self): ...")
    change = only(changes("required_parameter_removed", found))
    assert change.id == "required_parameter_removed: books.client.Shelf.put.book"
    back = sides(base + "class Shelf(Base):\n    def put(self): ...", base + "class Shelf(Base): ...")
    assert only(changes("required_parameter_added", back)).subject == "books.client.Shelf.put"


@pytest.mark.parametrize("kind", [*SCALARS, "list", "map", "literal"])
def test_a_sample_is_an_expression_with_its_imports(sides: Sides, kind: str) -> None:
    types = {
        "list": Type("list", (Type("uuid"),)),
        "map": Type("map", (Type("string"), Type("datetime"))),
        "literal": Type("literal", values=('say "a"',)),
    }
    code = CodeWriter(sides("", "").old.api).sample(types.get(kind, Type(kind)))
    assert code is not None
    names: dict[str, object] = {}
    exec("\n".join(code.imports), names)
    eval(compile(ast.parse(code.text, mode="eval"), "sample", "eval"), names)


def test_a_sample_of_a_model_has_its_required_fields(sides: Sides) -> None:
    text = "from ..core.models import UniversalBaseModel\nclass Book(UniversalBaseModel):\n    title: str\n"
    text += "    year: int{}\n"
    found = sides(text.format(" = 1"), text.format(""))
    wanted = union([NULL, Type("model", name="books.client.Book")])
    alone, both = CodeWriter(found.old.api).sample(wanted), CodeWriter(found.old.api, found.new.api).sample(wanted)
    assert alone is not None
    assert both is not None
    assert alone.text == 'Book(title="text")'
    assert both.text == 'Book(title="text", year=1)'
    assert both.imports == {"from acme_sdk.books.client import Book"}


def test_an_unknown_type_has_no_sample(sides: Sides) -> None:
    caller = CodeWriter(sides("", "").old.api)
    assert caller.sample(Type("unknown", name="PIL.Image")) is None
    assert caller.annotation(Type("unknown", name="PIL.Image")).text == "Any"
    assert caller.sample(ANY) is not None


def test_a_client_reached_without_types_is_annotated_with_its_class(tmp_path: Path) -> None:
    for side, kind in (("old", "int"), ("new", "str")):
        text = CLIENT.format(prefix="", sync="", more="").replace("page: int = 1", f"page: {kind}")
        (tmp_path / side / "books").mkdir(parents=True)
        (tmp_path / side / "books" / "client.py").write_text("from __future__ import annotations\n" + text)
        (tmp_path / side / "client.py").write_text(
            "from .books.client import BooksClient\n"
            "class Acme:\n    @property\n    def books(self):\n        return BooksClient()\n"
            "class AsyncAcme: ...\n"
        )
    change = only(changes("parameter_type_changed", pair(tmp_path / "old", tmp_path / "new")))
    assert change.subject == "books.list"
    assert change.trial is not None
    assert "def caller(books: BooksClient) -> None:" in change.trial.code
