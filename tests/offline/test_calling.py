"""A method is called as callers call it: one that can no longer be awaited is reported with Python's own words."""

from __future__ import annotations

import functools
from typing import Any

from tests.vocabulary import acme_engine, judge


def gives_a_generator(sdk: Any) -> None:
    client = sdk.projects.client.AsyncProjectsClient
    original = client.get

    @functools.wraps(original)
    async def altered(*given: Any, **named: Any) -> Any:
        yield await original(*given, **named)

    client.get = altered


def test_an_asynchronous_generator_in_place_of_a_coroutine_cannot_be_awaited() -> None:
    findings = judge(acme_engine(gives_a_generator), "projects.get").findings
    messages = [finding.message for finding in findings if finding.check == "async_error_differs"]
    assert messages
    assert all(
        "'async_generator' object can't be awaited" in text or "async_generator can't" in text for text in messages
    )
