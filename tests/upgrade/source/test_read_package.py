"""The declarations in the source of a package, read without importing it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.contract.annotations import Annotations
from conformance.contract.types import ANY, STRING, Type, union
from conformance.targets.contents import Contents
from conformance.upgrade.source import read_api, read_apis
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.code_body import CodeBody
from conformance.upgrade.source.definitions import Alias, Attribute, Callable, Class
from tests.upgrade.vocabulary import contents
from tests.vocabulary import acme_target, approved_contract

INTEGER = Type("integer")
NULL = Type("null")
MODEL = "import pydantic\nclass Model(pydantic.BaseModel):\n    "


def packed(files: Mapping[str, str]) -> Contents:
    """A package of some modules, by their names inside it."""
    return Contents("acme_sdk 1.0.0", {f"acme_sdk/{name}": text.encode() for name, text in files.items()})


def api_of(files: Mapping[str, str] | str) -> Api:
    """The declarations of a package with some modules, or of a single module."""
    return read_api(packed({"__init__.py": files} if isinstance(files, str) else files), acme_target())


def attribute(text: str, name: str = "Model.field") -> Attribute:
    """A field of a class, or a constant of the module."""
    owner, _, last = name.rpartition(".")
    api = api_of(text)
    found = api.members(owner)[last] if owner else api.definitions[name]
    assert isinstance(found, Attribute)
    return found


def function(text: str, name: str = "f") -> Callable:
    """A function of a module."""
    found = api_of(text).definitions[name]
    assert isinstance(found, Callable)
    return found


def type_of(annotation: str, before: str = "import typing\n") -> Type | None:
    """An annotation as it is read, with type names replaced by their definitions."""
    api = api_of(f"{before}\nvalue: {annotation}\n")
    found = api.definitions["value"]
    assert isinstance(found, Attribute)
    return None if found.type is None else api.expand(found.type)


@pytest.mark.parametrize(
    ("before", "annotation", "expected"),
    [
        ("", "int", INTEGER),
        ("", "'int'", INTEGER),
        ("from __future__ import annotations", "Book | None", union([Type("unknown", name="Book"), NULL])),
        ("import typing as t", "t.Optional[t.List[str]]", union([Type("list", (STRING,)), NULL])),
        ("from typing_extensions import Annotated", "Annotated[int, 'words']", INTEGER),
        ("import typing_extensions", "typing_extensions.Literal['b', 'a']", Type("literal", values=("b", "a"))),
        ("import typing", "typing.Literal[-1, True]", Type("literal", values=(-1, True))),
        ("import datetime as dt", "dt.date", Type("date")),
        ("from datetime import datetime", "datetime", Type("datetime")),
        ("from typing import Union\nState = Union['Other', None]\nOther = Union[int, str]", "State",
         union([INTEGER, STRING, NULL])),
        ("import typing\nA = typing.List['A']", "A", Type("list", (Type("alias", name="A"),))),
        ("import typing\nFile = typing.Union[typing.IO[bytes], bytes]", "typing.Optional[File]",
         union([Type("file"), NULL])),
        ("import typing", "typing.Callable[[int], str]",
         Type("unknown", (Type("unknown", (INTEGER,)), STRING), name="typing.Callable")),
        ("T = __import__('typing').TypeVar('T')", "T", Type("unknown", name="T")),
        ("import typing\nT = typing.TypeVar('T')", "T", Type("unknown", name="~T")),
        ("class Plain: ...", "Plain", Type("unknown", name="Plain")),
        ("import pydantic\nclass Model(pydantic.BaseModel): ...", "dict[str, Model]",
         Type("map", (STRING, Type("model", name="Model")))),
        ("import numpy as np", "np.ndarray", Type("unknown", name="numpy.ndarray")),
        ("", "'not a type ('", Type("unknown", name="not a type (")),
    ],
)  # fmt: skip
def test_an_annotation_is_read(before: str, annotation: str, expected: Type) -> None:
    assert type_of(annotation, before) == expected


PRELUDE = """
import collections.abc
import datetime as dt
import typing
import uuid
import pydantic
class Book(pydantic.BaseModel):
    title: str
Books = typing.List[Book]
State = typing.Union[typing.Literal["new", "old"], typing.Any]
File = typing.Union[typing.IO[bytes], bytes, str, typing.Tuple[typing.Optional[str], bytes]]
"""
PLACES: dict[str, Any] = {"__name__": "acme_sdk"}
exec(PRELUDE, PLACES)

SCALARS = st.sampled_from(
    ["int", "str", "float", "bool", "bytes", "object", "dt.datetime", "dt.date", "dt.time", "uuid.UUID", "typing.Any",
     "Book", "Books", "State", "File", "dict", "list", "typing.Literal['a', 'b']", "typing.Literal[1]"]
)  # fmt: skip


def containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Annotations around others."""
    one = st.sampled_from(
        ["typing.Optional[{}]", "typing.List[{}]", "list[{}]", "typing.Sequence[{}]", "collections.abc.Iterable[{}]",
         "typing.Set[{}]", "typing.Dict[str, {}]", "dict[str, {}]", "typing.Mapping[str, {}]", "typing.Tuple[{}, ...]",
         "typing.Annotated[{}, 'words']", "typing.ClassVar[{}]"]
    )  # fmt: skip
    unions = st.lists(inner, min_size=1, max_size=3).map(lambda members: f"typing.Union[{', '.join(members)}]")
    return unions | st.builds(str.format, one.filter(lambda text: "ClassVar" not in text), inner)


def unordered(type_: Type) -> Type:
    """A type with its unions sorted: `typing` keeps the order of the first of two equal unions in a process."""
    args = tuple(unordered(arg) for arg in type_.args)
    return replace(type_, args=tuple(sorted(args, key=str)) if type_.kind == "union" else args)


@given(st.recursive(SCALARS, containers, max_leaves=6))
def test_an_annotation_reads_the_same_from_source_and_from_the_imported_package(annotation: str) -> None:
    known = Annotations(lambda cls: f"{cls.__module__}.{cls.__qualname__}".removeprefix("acme_sdk."))
    found = type_of(annotation, PRELUDE)
    assert found is not None
    assert unordered(found) == unordered(known.read(eval(annotation, PLACES)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("field: int", ("", "field", True)),
        ("field: int = 3", ("3", "field", False)),
        ("field: int = pydantic.Field()", ("", "field", True)),
        ("field: int = pydantic.Field(...)", ("", "field", True)),
        ("field: int = pydantic.Field(default=None)", ("None", "field", False)),
        ("field: list = pydantic.Field(default_factory=list)", ("list", "field", False)),
        ("field: int = pydantic.Field(alias='Field', default=1)", ("1", "Field", False)),
        ("field: typing_extensions.Annotated[int, FieldMetadata(alias='fIELD')]", ("", "fIELD", True)),
        ("field: typing_extensions.Annotated[int, FieldMetadata(alias='a'), pydantic.Field(alias='a')] = None",
         ("None", "a", False)),
        ("field = 'x' # words", ("'x'", "field", False)),
        ('field: str = "x"', ("'x'", "field", False)),
    ],
)  # fmt: skip
def test_a_field_is_read(line: str, expected: tuple[str, str, bool]) -> None:
    found = attribute(f"import typing_extensions\nfrom .core import FieldMetadata\n{MODEL}{line}\n")
    assert (found.value, found.wire_name, found.required) == expected


def test_the_docstring_of_a_field_follows_it_or_is_its_description() -> None:
    text = f'{MODEL}field: int\n    """\n    Of it.\n    """\n    other: int = pydantic.Field(description="Also.")\n'
    assert attribute(text).documentation == "Of it."
    assert attribute(text, "Model.other").documentation == "Also."


@pytest.mark.parametrize(
    ("bases", "kind"),
    [
        ("", "class"),
        ("pydantic.BaseModel", "model"),
        ("Base", "model"),
        ("Base, typing.Generic[T]", "model"),
        ("ValueError", "error"),
        ("httpx.HTTPError", "error"),
        ("str, enum.Enum", "enum"),
        ("typing_extensions.TypedDict", "class"),
        ("Found", "class"),
    ],
)
def test_the_kind_of_a_class_is_that_of_its_lineage(bases: str, kind: str) -> None:
    core = "import pydantic\nIS_V2 = True\nif IS_V2:\n    class Base(pydantic.BaseModel): ...\nelse:\n    Base = None\n"
    text = (
        f"import pydantic, typing, enum, httpx, typing_extensions\nfrom .core import Base\nclass Found({bases}): ...\n"
    )
    assert api_of({"core.py": core, "__init__.py": text}).classes["Found"].kind == kind


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("a, /, b, *c, d, **e", ["a positional !", "b either !", "c args", "d keyword !", "e kwargs"]),
        ("a=1, *, b='x', c", ["a either = 1", "b keyword = 'x'", "c keyword !"]),
        ("a=OMIT, b=...", ["a either = OMIT", "b either = ..."]),
        ("a=[ 1,2 ]", ["a either = [1, 2]"]),
    ],
)
def test_the_arguments_of_a_function_are_read(signature: str, expected: list[str]) -> None:
    found = [
        f"{argument.name} {argument.kind}"
        + (" !" if argument.required else f" = {argument.default}" if argument.default else "")
        for argument in function(f"def f({signature}): ...").arguments
    ]
    assert found == expected


def test_methods_lose_self_and_keep_their_roles() -> None:
    text = """
class C:
    def a(self, x): ...
    @classmethod
    def b(cls, x): ...
    @staticmethod
    def c(x): ...
    @property
    def d(self): ...
    @d.setter
    def d(self, value): ...
    @typing.overload
    def e(self, x: int): ...
    def e(self, x): ...
    async def f(self, x): ...
"""
    members = api_of(text).classes["C"].members
    found = {
        name: (method.role, [argument.name for argument in method.arguments], method.is_async)
        for name, method in members.items()
        if isinstance(method, Callable)
    }
    assert found == {
        "a": ("method", ["x"], False),
        "b": ("classmethod", ["x"], False),
        "c": ("staticmethod", ["x"], False),
        "d": ("property", [], False),
        "e": ("method", ["x"], False),
        "f": ("method", ["x"], True),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(): ...", ""),
        ("def f():\n    '''Not deprecated.'''", ""),
        ("@typing_extensions.deprecated('Use g.')\ndef f(): ...", "Use g."),
        ("from typing_extensions import deprecated\n@deprecated('Use g.')\ndef f(): ...", "Use g."),
        ("def f():\n    warnings.warn('Use g.', DeprecationWarning)", "Use g."),
        ("def f():\n    warnings.warn('Mind it.', UserWarning)  # deprecated", ""),
        ("def f(a=None):\n    if a:\n        warnings.warn('a', DeprecationWarning)", ""),
        ("def f():\n    '''Words.\n\n    .. deprecated:: 1.2\n       Use g.\n    '''", "1.2 Use g."),
    ],
)
def test_a_deprecation_is_read(text: str, expected: str) -> None:
    assert function(f"import typing_extensions, warnings\n{text}\n").deprecated == expected


NAMES = {
    "__init__.py": "import typing\nif typing.TYPE_CHECKING:\n    from .types import Book\n    from . import types\n"
    "_dynamic_imports = {'Book': '.types'}\n__all__ = ['Book', 'types']\n",
    "types/__init__.py": "from .book import *\nfrom .book import Book, Writer as Author\n__all__ = ['Book']\n",
    "types/book.py": "from ..core import Base\nclass Book(Base):\n    by: 'Writer'\n    to: 'core.Base'\n"
    "class Writer(Base): ...\nclass _Hidden: ...\n",
    "core.py": "import pydantic\nclass Base(pydantic.BaseModel): ...\n",
    "loop.py": "from .pool import thing\nfrom .types import *\nother: Book\n",
    "pool.py": "from .loop import thing\n",
}


def test_names_are_resolved_to_their_definitions() -> None:
    api = api_of(NAMES)
    assert api.modules[""].names["Book"] == "types.book.Book"
    assert api.modules[""].names["types"] == "types"
    assert api.modules["types"].names["Author"] == "types.book.Writer"
    assert api.modules[""].exports == ("Book", "types")
    assert api.modules["core"].exports is None
    assert "_Hidden" not in api.modules["types"].names
    assert attribute_of(api, "loop.other").type == Type("model", name="types.book.Book")
    assert "Author" not in api.modules["loop"].names  # it is not in `__all__`
    assert api.classes["types.book.Book"].bases == ("core.Base",)


def attribute_of(api: Api, name: str) -> Attribute:
    found = api.definitions[name]
    assert isinstance(found, Attribute)
    return found


def test_an_import_line_names_the_package_that_offers_it() -> None:
    api = api_of(NAMES)
    assert api.import_line("types.book.Book") == "from acme_sdk import Book"
    assert api.import_line("core.Base") == "from acme_sdk.core import Base"


def test_files_that_cannot_be_parsed_are_recorded() -> None:
    api = api_of({"__init__.py": "", "broken.py": "def f(:\n", "null.py": "\0"})
    assert set(api.unreadable) == {"acme_sdk/broken.py", "acme_sdk/null.py"}
    assert api.unreadable["acme_sdk/broken.py"].startswith("SyntaxError: ")
    assert set(api.modules) == {""}


def test_circular_imports_and_unusual_strings_are_read() -> None:
    api = api_of({"__init__.py": "from .a import *", "a.py": "from .b import *\nA = '\\d'", "b.py": "from .a import *"})
    assert api.unreadable == {}
    assert api.modules[""].names == {"A": "a.A"}
    circle = api_of("class A(B): ...\nclass B(A): ...\nX = Y\nY = X\n")
    assert circle.classes["A"].kind == "class"


def test_enums_aliases_and_constants_are_distinguished() -> None:
    text = """
import enum, typing, logging
class Colour(str, enum.Enum):
    RED = "red"
    BLUE = "blue"
Names = typing.List[str]
Old = Colour
OMIT = typing.cast(typing.Any, ...)
logger = logging.getLogger(__name__)
T = typing.TypeVar("T")
LIMITS = {"a": 1}
first = LIMITS["a"]
"""
    api = api_of(text)
    kinds = {name: type(found).__name__ for name, found in api.definitions.items()}
    assert [name for name, kind in kinds.items() if kind == "Alias"] == ["Names", "Old"]
    assert [name for name, kind in kinds.items() if kind == "Class"] == ["Colour"]
    assert {name: member.value for name, member in api.classes["Colour"].members.items()} == {  # type: ignore[union-attr]
        "RED": "'red'",
        "BLUE": "'blue'",
    }
    assert isinstance(api.definitions["Names"], Alias)


# Clients

CLIENT = """
import typing
from .books.client import BooksClient
from .base import Base
class Acme(Base):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.books = BooksClient()
        self._hidden = BooksClient()
    @property
    def lazy(self):
        if self._lazy is None:
            from .books.client import LazyClient
            self._lazy = LazyClient()
        return self._lazy
    @property
    def typed(self) -> "BooksClient": ...
    @property
    def title(self) -> str: ...
class AsyncAcme: ...
"""
BOOKS = """
class _Generated:
    @property
    def with_raw_response(self) -> "RawBooksClient": ...
    def get(self, id: int, *, full: bool = False, request_options=None) -> int:
        return 1
    def list(self, *, page: int = 1, request_options=None) -> int:
        return self._raw.list(page=page)
    def title(self) -> str: ...
class BooksClient(_Generated):
    def list(self, **kwargs): return super().list(**kwargs)
    def _private(self, request_options=None): ...
class LazyClient(_Generated): ...
class RawBooksClient:
    def list(self, *, page: int = 1, request_options=None) -> int:
        return "GET books"
"""


def client_api(books: str = BOOKS) -> Api:
    base = "class Base:\n    def __init__(self):\n        self.based = Base()\n        self.books = Base()\n"
    return api_of({
        "__init__.py": "from .client import Acme, AsyncAcme", "client.py": CLIENT, "base.py": base,
        "books/client.py": books,
    })  # fmt: skip


def test_the_walk_finds_attributes_and_properties_that_are_clients() -> None:
    api = client_api()
    assert {path: twins["sync"] for path, twins in api.clients.items()} == {
        "": "client.Acme",
        "based": "base.Base",
        "books": "books.client.BooksClient",
        "lazy": "books.client.LazyClient",
        "typed": "books.client.BooksClient",
    }
    assert set(api.operations) == {
        f"{client}.{name}" for client in ("books", "lazy", "typed") for name in ("get", "list")
    }
    assert api.classes["books.client._Generated"].kind == "client"
    assert api.classes["books.client.RawBooksClient"].kind == "class"


def test_an_override_with_kwargs_takes_the_overridden_arguments() -> None:
    found = client_api().operations["books.list"]["sync"]
    assert [(argument.name, argument.kind) for argument in found.arguments] == [
        ("page", "keyword"),
        ("request_options", "keyword"),
    ]
    assert found.returns == INTEGER
    assert found.name == "books.client.BooksClient.list"


def test_an_override_with_a_type_variable_keeps_the_overridden_item_type() -> None:
    books = BOOKS.replace("request_options=None) -> int:", "request_options=None) -> Pager[int, str]:")
    books = books.replace("def list(self, **kwargs):", "def list(self, **kwargs) -> PagerExt[T]:")
    imports = 'import typing\nfrom elsewhere import Pager, PagerExt\nT = typing.TypeVar("T")\n'
    found = client_api(imports + books).operations["books.list"]["sync"].returns
    assert found is not None
    assert (found.name.rpartition(".")[2], found.args) == ("PagerExt", (INTEGER,))


def test_the_body_of_an_operation_joins_all_methods_that_it_calls() -> None:
    before = client_api().operations["books.list"]["sync"]
    after = client_api(BOOKS.replace("GET", "PUT")).operations["books.list"]["sync"]
    assert before.body != after.body
    assert (
        before.body
        == client_api(BOOKS.replace("class Lazy", "# words\nclass Lazy")).operations["books.list"]["sync"].body
    )


def test_operations_of_the_sample_sdk_equal_those_of_its_contract() -> None:
    api = read_api(contents(), acme_target())
    contract = approved_contract()
    for twin, operations in contract.twins.items():
        found = {path: twins[twin] for path, twins in api.operations.items() if twin in twins}
        assert set(found) == set(operations)
        for path, operation in operations.items():
            declared = {
                argument.name: argument.type for argument in found[path].arguments if argument.name != "request_options"
            }
            assert {name: api.expand(type_ or ANY) for name, type_ in declared.items()} == {
                parameter.name: parameter.type for parameter in operation.accepted
            }
    for model in contract.models.values():
        members = api.members(model.name)
        for field in model.fields:
            member = members[field.name]
            assert isinstance(member, Attribute)
            assert (api.expand(member.type or ANY), member.wire_name, member.required) == (
                field.type, field.wire_name, field.required,
            )  # fmt: skip


def test_roles_distinguish_arguments_and_results() -> None:
    api = read_api(contents(), acme_target())
    assert api.roles("types.projects.Settings") == {"request", "response"}
    assert api.roles("types.projects.Project") == {"response"}
    assert api.roles("types.projects.Member") == {"response"}  # through a field of an item of a page
    assert api.roles("types.problem.Problem") == frozenset()


# Bodies

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


# Two releases


def test_files_with_the_same_meaning_on_both_sides_share_one_module() -> None:
    old = packed(NAMES | {"plain.py": "A = 1\n", "user.py": "from .core import Base\nvalue: Base\n"})
    new = packed(dict(NAMES) | {"plain.py": "A = 1\n", "user.py": "from .core import Base\nvalue: Base\n",
                                "core.py": "class Base: ...\n"})  # fmt: skip
    before, after = read_apis(old, new, acme_target())
    assert before.modules["plain"] is after.modules["plain"]
    assert attribute_of(before, "user.value").type == Type("model", name="core.Base")
    assert attribute_of(after, "user.value").type == Type("unknown", name="core.Base")
    assert read_api(old, acme_target()) == before
    assert read_api(new, acme_target()) == after
