"""The clients of a package and their operations, read from the source."""

from __future__ import annotations

from conformance.contract.types import ANY
from conformance.upgrade.source import read_api
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Attribute
from tests.upgrade.source.vocabulary import INTEGER, api_of
from tests.upgrade.vocabulary import contents
from tests.vocabulary import acme_target, approved_contract

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
