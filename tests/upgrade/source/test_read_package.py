"""The declarations in the source of a package, read without importing it."""

from __future__ import annotations

import pytest

from conformance.contract.types import Type
from conformance.upgrade.source import read_api, read_apis
from conformance.upgrade.source.definitions import Alias, Callable
from tests.upgrade.source.vocabulary import (
    MODEL,
    NAMES,
    api_of,
    attribute,
    attribute_of,
    function,
    packed,
)
from tests.vocabulary import acme_target


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
