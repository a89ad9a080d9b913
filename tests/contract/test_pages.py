"""The pages of pagers are learned, also where the models of the SDK validate what they receive."""

from types import SimpleNamespace
from typing import Any

from pydantic import BaseModel

from conformance.contract.annotations import Annotations
from conformance.contract.pages import PageModels
from conformance.contract.types import Type
from conformance.targets.families.fern import FERN
from tests.checks.alter_sdk import wrap, wrap_async
from tests.vocabulary import acme_contract, approved_contract


def test_the_key_of_the_items_is_learned_where_a_page_without_required_fields_is_refused() -> None:
    refused: list[Any] = []

    def validate(page: Any) -> Any:
        if type(page).__name__ == "ProjectPage" and getattr(page, "count", None) is None:
            refused.append(page)
            raise ValueError("count: a required field is missing")
        return page

    async def call_async(original: Any, *arguments: Any) -> Any:
        return validate(await original(*arguments))

    def alter(acme: Any) -> None:
        wrap(acme.core.http.SyncHttp, "call", lambda original, *arguments: validate(original(*arguments)))
        wrap_async(acme.core.http.AsyncHttp, "call", call_async)

    contract = acme_contract(alter)
    assert refused
    for twin, operations in approved_contract().twins.items():
        assert contract.twins[twin]["projects.list"].items == operations["projects.list"].items != ""
        assert contract.twins[twin]["projects.list"].gaps == operations["projects.list"].gaps


class Item(BaseModel):
    id: int


class ItemPage(BaseModel):
    results: list[Item]


def test_a_page_that_the_package_alone_exports_is_a_candidate_after_those_of_its_types() -> None:
    package = SimpleNamespace(types=SimpleNamespace(Item=Item), Item=Item, ItemPage=ItemPage)
    sdk: Any = SimpleNamespace(package=package, relative=lambda cls: cls.__name__, target=SimpleNamespace(family=FERN))
    annotations = Annotations(sdk.relative)

    found = list(PageModels(sdk, annotations).candidates(annotations.read(Item)))

    assert found == [[], [Type("model", name="ItemPage")]]
