"""The pages of pagers are learned, also where the models of the SDK validate what they receive."""

from __future__ import annotations

from typing import Any

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
