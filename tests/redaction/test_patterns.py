"""Which names are names of secrets: in every style of writing, and for every field of the committed data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from conformance.redaction.patterns import Secrecy, concerns_secret, is_secret, secrecy_of
from conformance.targets.target import load_target

CASSETTES: Final = Path(__file__).parents[2] / "cassettes" / "label_studio"

# Every field, argument and header of the recordings and of the approved contracts that is about a secret
CERTAIN: Final = {
    "account_key", "allow_data_credentials", "api_key", "auth_token", "authorization", "aws_access_key_id",
    "aws_secret_access_key", "aws_session_token", "basic_auth_pass", "client_secret", "google_application_credentials",
    "password", "private_key", "private_key_id", "task_data_password", "token", "user_delegation_key",
}  # fmt: skip
RELATED: Final = {
    "api_token_ttl_days", "api_tokens_enabled", "automax_token_exists", "legacy_api_tokens_enabled",
    "prompts_api_keys_enabled", "token_uri",
}  # fmt: skip
POSSIBLE: Final = {
    "access", "choice_key", "choice_keys", "code", "control_weights-key", "custom_interface_code", "embed_domains-key",
    "event_key", "extra_params-key", "field_key", "indicator_key", "key", "kpi_key", "labels-key", "legacy_auth",
    "link", "new_state", "onboarding_state", "parent_code", "permission_key", "previous_state", "readable_state",
    "refresh", "response_code", "section_key", "state", "status_code", "transition_data-key", "user_session",
    "visible-key",
}  # fmt: skip


def names_in(value: Any) -> Iterator[str]:
    """The keys of objects, also inside strings that hold JSON, and the names that a contract gives to its parts."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            yield from item
            yield from (text for key in ("name", "wire_name") if isinstance(text := item.get(key), str))
            pending += item.values()
        elif isinstance(item, list):
            pending += item
        elif isinstance(item, str) and item.lstrip()[:1] in {"{", "["}:
            try:
                pending.append(json.loads(item))
            except ValueError:
                continue


@cache
def committed_names() -> frozenset[str]:
    """The names of fields, arguments and headers in the recordings and the approved contracts, without operations."""
    documents = [json.loads(file.read_text()) for file in (load_target().folder / "approved").glob("*.json")]
    lines = [line for file in CASSETTES.rglob("*.jsonl") for line in file.read_text().splitlines() if line]
    recorded = [json.loads(line) for line in lines]
    headers = {name for line in recorded for name, _ in line["request"]["headers"]}
    found = headers.union(*(set(names_in(document)) for document in (*documents, *recorded)))
    return frozenset(name for name in found if "." not in name and " " not in name and len(name) < 60)


@pytest.mark.parametrize(
    ("secrecy", "expected"), [(Secrecy.CERTAIN, CERTAIN), (Secrecy.RELATED, RELATED), (Secrecy.POSSIBLE, POSSIBLE)]
)
def test_the_secrecy_of_every_committed_name_is_reviewed(secrecy: Secrecy, expected: set[str]) -> None:
    assert {name for name in committed_names() if secrecy_of(name) is secrecy} == expected


@pytest.mark.parametrize(
    "name",
    [
        "X-CSRFToken", "awsSecretAccessKey", "user[password]", "API-KEY", "basic_auth_pass", "apiToken", "cookie",
        "Set-Cookie", "Proxy-Authorization", "x-api-key", "connection_string",
    ],
)  # fmt: skip
def test_names_of_secrets_are_recognised_in_every_style(name: str) -> None:
    assert secrecy_of(name) is Secrecy.CERTAIN
    assert is_secret(name, "x")


@pytest.mark.parametrize("name", ["next_page_token", "max_tokens_used", "is_password_set", "sas_expiry", "private"])
def test_a_name_can_be_about_a_secret_whose_value_is_none(name: str) -> None:
    assert secrecy_of(name) is Secrecy.RELATED
    assert concerns_secret(name)
    assert not is_secret(name, "kX9vT3bQz7LmP2wRs8Yd")


@pytest.mark.parametrize("name", ["key", "tokens", "signature", "hash"])
def test_values_of_possible_secrets_are_secret_where_they_look_random(name: str) -> None:
    assert is_secret(name, "kX9vT3bQz7LmP2wRs8Yd")
    assert not is_secret(name, "label")


@pytest.mark.parametrize("name", ["title", "author", "passenger", "monkey", "compass", "", "123"])
def test_other_names_are_no_names_of_secrets(name: str) -> None:
    assert secrecy_of(name) is Secrecy.NONE
    assert not concerns_secret(name)
