"""A method is called as callers call it: one that can no longer be awaited is reported with Python's own words."""

from __future__ import annotations

import functools
from contextlib import suppress
from typing import Any

from tests.vocabulary import acme_engine, judge


def gives_a_generator(sdk: Any) -> None:
    client = sdk.projects.client.AsyncProjectsClient
    original = client.get

    @functools.wraps(original)
    async def altered(*given: Any, **named: Any) -> Any:
        yield await original(*given, **named)

    client.get = altered


def raises_at_every_response(sdk: Any) -> None:
    client = sdk.projects.client.ProjectsClient
    original = client.get

    @functools.wraps(original)
    def altered(*given: Any, **named: Any) -> Any:
        with suppress(Exception):
            original(*given, **named)
        raise KeyError("project")

    client.get = altered


def test_a_client_that_fails_at_every_response_alike_is_not_reported_for_each_of_them() -> None:
    judged = judge(acme_engine(raises_at_every_response), "projects.get")
    assert {finding.id for finding in judged.findings} == {
        "async_error_differs: projects.get.minimal",
        "valid_response_refused: projects.get.minimal",
    }
    whole = judge(acme_engine(), "projects.get").coverage.checks
    assert judged.coverage.checks["error_status_lost"] * 2 == whole["error_status_lost"]  # of the other client


def test_an_asynchronous_generator_in_place_of_a_coroutine_cannot_be_awaited() -> None:
    findings = judge(acme_engine(gives_a_generator), "projects.get").findings
    messages = [finding.message for finding in findings if finding.check == "async_error_differs"]
    assert messages
    assert all(
        "'async_generator' object can't be awaited" in text or "async_generator can't" in text for text in messages
    )
