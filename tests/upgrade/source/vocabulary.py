"""Shared by the tests of reading: small packages, and the declarations in them."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.contract.types import Type
from conformance.targets.contents import Contents
from conformance.upgrade.source import read_api
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Attribute, Callable
from tests.vocabulary import acme_target

INTEGER = Type("integer")
NULL = Type("null")
MODEL = "import pydantic\nclass Model(pydantic.BaseModel):\n    "
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


def attribute_of(api: Api, name: str) -> Attribute:
    """A field or a constant, by its whole name."""
    found = api.definitions[name]
    assert isinstance(found, Attribute)
    return found
