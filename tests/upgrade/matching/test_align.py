"""Renames are found where the evidence is good, and only there."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from conformance.contract.model import Contract, Location, Operation, Parameter
from conformance.contract.types import NULL, STRING
from conformance.targets.contents import Contents
from conformance.upgrade.matching.align import Alignment, align
from conformance.upgrade.source import read_apis
from tests.vocabulary import acme_target

CLIENT = """
from .books.client import BooksClient
class Acme:
    def __init__(self):
        self.books = BooksClient()
class AsyncAcme: ...
"""
TYPES = "import typing, pydantic\nclass Base(pydantic.BaseModel): ...\n"


def aligned(
    old: Mapping[str, str],
    new: Mapping[str, str],
    contracts: tuple[Contract, Contract] | tuple[None, None] = (None, None),
) -> Alignment:
    """Two packages, by the modules in which they differ from a package with one client."""
    base = {"__init__.py": "from .client import Acme, AsyncAcme", "client.py": CLIENT}
    sides = [
        Contents("acme_sdk", {f"acme_sdk/{name}": text.encode() for name, text in {**base, **side}.items()})
        for side in (old, new)
    ]
    forth = align(*read_apis(sides[0], sides[1], acme_target()), *contracts)
    back = align(*read_apis(sides[1], sides[0], acme_target()), contracts[1], contracts[0])
    for name in ("operations", "definitions", "methods"):
        assert {new: old for old, new in getattr(forth, name).items()} == getattr(back, name), name
    return forth


def methods(*lines: str) -> dict[str, str]:
    """A client with some methods."""
    text = "".join(f"    def {line}\n" for line in lines)
    return {"books/client.py": f"from ..types import *\nfrom . import requests\nclass BooksClient:\n{text}    x = 1\n",
            "books/requests.py": ""}  # fmt: skip


def types(text: str) -> dict[str, str]:
    """The module of types; operations use its declarations only through a client."""
    return {"types.py": TYPES + text}


def contract(**operations: str) -> Contract:
    """A contract of operations written like `"GET /books/{id} ?page .title=name"`: a query's page, a body's name."""
    found = {}
    for name, text in operations.items():
        method, url, *rest = text.split()
        inside = [step[1:-1] for step in url.split("/") if step.startswith("{")]
        places: dict[str, Location] = {"?": "query", ".": "field"}
        parameters = [
            Parameter(name=step, wire_name=step, location="path", type=STRING, required=True) for step in inside
        ]
        for declared in rest:
            python, _, wire = declared[1:].partition("=")
            parameters.append(
                Parameter(
                    name=python, wire_name=wire or python, location=places[declared[0]], type=STRING, required=False
                )
            )
        path = f"books.{name}"
        found[path] = Operation(path=path, method=method, url=url, parameters=tuple(parameters), response=NULL)
    return Contract(
        target="acme", distribution="acme-sdk", version="1.0.0", twins={"sync": found, "async": {}}, models={}
    )


def listing(name: str, arguments: str = "page=None", response: str = "1") -> str:
    """A method that is an operation."""
    return f"{name}(self, {arguments}, request_options=None): return requests.send({response})"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"list": "GET /books"}, {"find": "GET /books"}, {"books.list": "books.find"}),
        ({"get": "GET /books/{id}"}, {"read": "GET /books/{pk}"}, {"books.get": "books.read"}),
        ({"list": "GET /books"}, {"find": "POST /books"}, {}),
        ({"list": "GET /books"}, {"find": "GET /books/all"}, {}),
        ({"list": "GET /books"}, {"find": "GET /books", "seek": "GET /books"}, {}),
        ({"list": "GET /books", "get": "GET /books"}, {"find": "GET /books", "get": "GET /books"}, {}),
    ],
)
def test_an_operation_is_renamed_where_verb_and_path_are_the_same_once(
    old: dict[str, str], new: dict[str, str], expected: dict[str, str]
) -> None:
    before, after = (methods(*(listing(name, response=repr(name)) for name in side)) for side in (old, new))
    assert aligned(before, after, (contract(**old), contract(**new))).operations == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([listing("list")], [listing("find")], {"books.list": "books.find"}),
        ([listing("list")], [listing("find", "page=1")], {}),
        ([listing("list")], [listing("find", response="2")], {}),
        ([listing("list")], [listing("find"), listing("seek")], {}),
    ],
)
def test_without_contracts_an_operation_is_renamed_where_its_code_is_the_same_once(
    old: list[str], new: list[str], expected: dict[str, str]
) -> None:
    assert aligned(methods(*old), methods(*new)).operations == expected


def test_the_same_code_with_other_names_is_not_a_rename() -> None:
    client = CLIENT.replace("from .books", "from .films").replace("books", "films").replace("Books", "Films")
    films = {"films/client.py": methods(listing("list"))["books/client.py"].replace("Books", "Films"),
             "films/requests.py": "", "client.py": client}  # fmt: skip
    assert aligned(methods(listing("list")), films).operations == {}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("GET /b/{id}", "GET /b/{pk}", {"id": "pk"}),
        ("GET /b/{id}", "GET /b/c/{pk}", {}),
        ("GET /b/{a}/{b}", "GET /b/{b}/{a}", {}),  # both names are kept; their order is another fact
        ("GET /b ?page", "GET /b ?number=page", {"page": "number"}),
        ("GET /b ?page", "GET /b ?number", {}),
        ("GET /b ?page", "GET /b .number=page", {}),
        ("PUT /b/{key} .new=key", "PUT /b/{id} .key", {"key": "id", "new": "key"}),  # a name passes to another
    ],
)
def test_a_parameter_is_renamed_where_its_location_on_the_wire_is_the_same(
    old: str, new: str, expected: dict[str, str]
) -> None:
    contracts = (contract(get=old), contract(get=new))
    before, after = (
        methods(listing("get", ", ".join(parameter.name for parameter in found.twins["sync"]["books.get"].parameters)))
        for found in contracts
    )
    found = aligned(before, after, contracts).parameters
    assert found == {("books.get", name): other for name, other in expected.items()}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (listing("get", "page=1", "page"), listing("get", "number=1", "number"), {("books.get", "page"): "number"}),
        (listing("get", "page=1", "page"), listing("get", "number=2", "number"), {}),
        (listing("get", "page=1", "page"), listing("get", "number=1", "number + 1"), {}),
        (listing("get", "page=1, size=2", "page"), listing("get", "number=1", "number"), {}),
    ],
)
def test_without_contracts_a_parameter_is_renamed_where_the_code_is_the_same_with_the_new_name(
    old: str, new: str, expected: dict[tuple[str, str], str]
) -> None:
    assert aligned(methods(old), methods(new)).parameters == expected


BOOK = "class Book(Base):\n    title: str\n    pages: int\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (BOOK, BOOK.replace("Book", "Volume"), {"types.Book": "types.Volume"}),
        (BOOK, BOOK.replace("Book", "Volume").replace("pages: int", "pages: str"), {}),
        (BOOK, BOOK.replace("Book", "Volume").replace("pages: int", "pages: int = 1"), {}),
        (BOOK, BOOK.replace("Book", "Volume") + BOOK.replace("Book", "Tome"), {}),
        ("class Book(Base):\n    title: str\n", "class Volume(Base):\n    title: str\n", {}),  # one member
        (BOOK, BOOK.replace("Book(Base)", "Volume"), {}),  # another kind of class
        (BOOK + "    next: 'Book'\n", BOOK.replace("Book", "Volume") + "    next: 'Volume'\n",
         {"types.Book": "types.Volume"}),
    ],
)  # fmt: skip
def test_an_unused_class_is_renamed_where_exactly_one_other_has_its_shape(
    old: str, new: str, expected: dict[str, str]
) -> None:
    assert aligned(methods() | types(old), methods() | types(new)).definitions == expected


def returning(name: str) -> dict[str, str]:
    """A client with an operation that returns a value."""
    return methods(f"get(self, request_options=None) -> {name}: return requests.send()")


@pytest.mark.parametrize(
    ("old", "new", "expected", "successors"),
    [
        ("class Book(Base):\n    title: str\n", "class Volume(Base):\n    title: str\n", True, False),
        ("class Book(Base):\n    title: str\n", "class Volume(Base):\n    name: str\n", False, True),
        ("class Book(Base):\n    title: str\n", "class Volume(Base):\n    title: int\n", False, True),
        ("Book = typing.Literal['a', 'b']\n", "Volume = typing.Literal['b', 'a']\n", True, False),
        ("Book = typing.Literal['a', 'b']\n", "Volume = typing.Literal['a', 'c']\n", False, True),
        ("Book = typing.Literal['a', 'b']\n", "class Volume(Base):\n    title: str\n", False, False),
    ],
)
def test_a_type_is_renamed_to_the_one_of_the_same_shape_in_its_place(
    old: str, new: str, expected: bool, successors: bool
) -> None:
    found = aligned(returning("Book") | types(old), returning("Volume") | types(new))
    assert found.definitions == ({"types.Book": "types.Volume"} if expected else {})
    assert found.successors == ({"types.Book": "types.Volume"} if successors else {})


def test_a_type_named_by_the_same_words_is_renamed_even_if_a_field_differs() -> None:
    old, new = "class BookGetResponse(Base):\n    a: int\n", "class GetBookResponse(Base):\n    a: int\n    b: int\n"
    found = aligned(returning("BookGetResponse") | types(old), returning("GetBookResponse") | types(new))
    assert found.definitions == {"types.BookGetResponse": "types.GetBookResponse"}


def test_types_inside_a_renamed_type_are_followed() -> None:
    def inside(prefix: str) -> dict[str, str]:
        text = (
            f"{prefix}State = typing.Literal['x']\nclass {prefix}Page(Base):\n    state: typing.List[{prefix}State]\n"
        )
        return returning(f"typing.Optional[{prefix}Page]") | types(text)

    expected = {"types.OldPage": "types.NewPage", "types.OldState": "types.NewState"}
    assert aligned(inside("Old"), inside("New")).definitions == expected


def test_two_types_that_became_one_are_no_renames() -> None:
    def two(first: str, second: str) -> dict[str, str]:
        return methods(
            f"get(self, request_options=None) -> {first}: return 1",
            f"put(self, request_options=None) -> {second}: return 2",
        ) | types("".join(f"class {name}(Base):\n    a: int\n" for name in {first, second}))

    found = aligned(two("A", "B"), two("C", "C"))
    assert found.definitions == {}
    assert found.successors == {"types.A": "types.C", "types.B": "types.C"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a.py": TYPES + BOOK}, {"b.py": TYPES + BOOK}, {"a.Book": "b.Book", "a.Base": "b.Base"}),
        ({"a.py": BOOK}, {"b.py": BOOK.replace("pages", "leaves")}, {}),
        ({"a.py": BOOK}, {"b.py": BOOK + "    isbn: str\n"}, {"a.Book": "b.Book"}),
        ({"a.py": BOOK}, {"b.py": BOOK, "c.py": BOOK}, {}),
        ({"a.py": BOOK}, {"a.py": BOOK, "b.py": BOOK}, {}),
    ],
)
def test_a_class_of_the_same_name_is_moved_where_half_of_its_members_are_equal(
    old: dict[str, str], new: dict[str, str], expected: dict[str, str]
) -> None:
    assert aligned(methods() | old, methods() | new).definitions == expected


CODE = "(rows, limit=10):\n    found = [row for row in rows if row.size < limit]\n    return sorted(found)\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (f"def a{CODE}", f"def b{CODE}", {"tools.a": "tools.b"}),
        (f"def a{CODE}", f"def b{CODE}def c{CODE}", {}),
        (f"def a{CODE}", f"def b{CODE}".replace("<", ">"), {}),
        (f"def a{CODE}", f"def b{CODE}".replace("10", "11"), {}),
        ("def a(x):\n    return x\n", "def b(x):\n    return x\n", {}),  # many functions are like that
    ],
)
def test_a_function_is_renamed_where_its_code_is_the_same_once(old: str, new: str, expected: dict[str, str]) -> None:
    assert aligned(methods() | {"tools.py": old}, methods() | {"tools.py": new}).definitions == expected


def test_a_method_is_renamed_where_its_code_is_the_same_once() -> None:
    def reader(name: str) -> dict[str, str]:
        method = f"def {name}{CODE}".replace("(rows", "(self, rows").replace("\n", "\n    ")
        return methods() | {"tools.py": f"class Reader:\n    {method}\n"}

    found = aligned(reader("load"), reader("read"))
    assert found.methods == {"tools.Reader.load": "tools.Reader.read"}
    assert found.definitions == {}


def test_a_release_and_itself_have_no_renames() -> None:
    same = returning("Book") | types(BOOK)
    both = (contract(get="GET /b"), contract(get="GET /b"))
    assert aligned(same, same, both) == aligned(same, same) == Alignment()
