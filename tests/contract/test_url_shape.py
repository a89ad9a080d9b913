"""Path templates, and the paths that they give."""

from __future__ import annotations

import pytest

from conformance.contract.url_shape import matches_template, with_settings


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/v1/my-project/accounts", "/v1/{project_id}/accounts"),
        ("/v1/my-project", "/v1/{project_id}"),
        ("/v1/my-projects/{id}", "/v1/my-projects/{id}"),
        ("/v1/{id}/not-my-project", "/v1/{id}/not-my-project"),
    ],
)
def test_a_setting_of_the_client_is_a_placeholder_in_its_urls(url: str, expected: str) -> None:
    assert with_settings(url, {"project_id": "my-project", "environment": ""}) == expected


def test_an_example_with_another_setting_matches_the_operation() -> None:
    url = with_settings("/v1/my-project/accounts", {"project_id": "my-project"})
    assert matches_template(url, "/v1/YOUR_PROJECT/accounts")
    assert not matches_template(url, "/v1/YOUR_PROJECT/users")
