"""Paths of servers, and the operations of a document below them."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.contract.document import Document, match_operations
from conformance.contract.model import Contract
from conformance.contract.read_document import read_document
from conformance.contract.server_paths import with_server_paths
from tests.vocabulary import approved_contract


def document_of(*paths: str, servers: Any = None, inner: Any = None) -> Document:
    item = {"get": {"responses": {}, **({} if inner is None else {"servers": inner})}}
    base = {} if servers is None else {"servers": servers}
    info = {"title": "T", "version": "1"}
    return read_document({"openapi": "3.0.3", "info": info, **base, "paths": dict.fromkeys(paths, item)})


def matched(document: Document, contract: Contract | None = None) -> dict[str, str]:
    """The paths of the document by the operations that they are matched to."""
    contract = contract or approved_contract()
    return {path: spec.path for path, spec in match_operations(with_server_paths(document, contract), contract).items()}


@pytest.mark.parametrize(
    "server",
    [
        {"url": "https://acme.example.org/api"},
        {"url": "https://acme.example.org/api/"},
        {"url": "/api"},
        {"url": "api"},
        {"url": "./api/"},
        {"url": "../api"},
        {"url": "//acme.example.org/api?x=1"},
        {"url": "https://{host}/api"},
        {"url": "https://{host}:{port}/api", "variables": {"host": {"default": "h"}}},
        {"url": "{scheme}://{host}/api"},
        {"url": "{origin}/api"},
        {"url": "{origin}/api", "variables": {"origin": {"default": "https://acme.example.org"}}},
        {"url": "https://{host}/{base}", "variables": {"host": {"default": "h"}, "base": {"default": "api"}}},
        {"url": "/{base}", "variables": {"base": {"default": "v2", "enum": ["v2", "api"]}}},
        {"url": "/{base}", "variables": {"base": {"enum": ["v2", "api"]}}},
        {"url": "https://acme.example.org/gateway/v2/api"},
    ],
)
def test_operations_are_found_below_the_path_of_a_server(server: dict[str, Any]) -> None:
    assert matched(document_of("/projects/", servers=[server])) == {"projects.list": "/api/projects/"}


def test_the_path_of_a_server_is_left_out_where_the_sdk_has_it_in_its_base_url() -> None:
    servers = [{"url": "https://acme.example.org/v1"}]
    assert matched(document_of("/api/projects/", servers=servers)) == {"projects.list": "/api/projects/"}


def test_the_innermost_servers_count() -> None:
    outer = [{"url": "https://acme.example.org/other"}]
    document = document_of("/projects/", servers=outer, inner=[{"url": "/api"}])
    assert matched(document) == {"projects.list": "/api/projects/"}


def test_a_document_without_servers_is_read_below_the_path_that_the_sdk_sends() -> None:
    document = document_of("/projects/", "/projects/{id}/", "/tasks/{id}/", "/elsewhere/")
    assert matched(document) == {
        "projects.get": "/api/projects/{id}/",
        "projects.list": "/api/projects/",
        "tasks.get": "/api/tasks/{id}/",
    }
    adapted = with_server_paths(document, approved_contract())
    assert adapted.adapted == "its paths are read below /api, where the SDK sends them"


def test_a_document_without_servers_is_read_without_the_path_that_the_sdk_has_in_its_base_url() -> None:
    document = document_of("/v1/api/projects/", "/v1/api/tasks/{id}/", "/health")
    assert matched(document) == {"projects.list": "/api/projects/", "tasks.get": "/api/tasks/{id}/"}
    adapted = with_server_paths(document, approved_contract())
    assert adapted.adapted == "its paths are read without /v1, as the SDK sends them"


@pytest.mark.parametrize(
    "paths",
    [
        ("/api/projects/", "/tasks/{id}/"),
        ("/projects/", "/elsewhere/", "/nowhere/"),
        ("/x/{id}/api/projects/",),
        ("/projects/{id}/list",),
        ("rojects/",),
    ],
    ids=["one below, one not", "most are not sent", "a parameter before", "another step", "no whole step"],
)
def test_a_document_without_servers_stays_as_it_is_where_most_operations_are_sent_otherwise(
    paths: tuple[str, ...],
) -> None:
    document = document_of(*paths)
    assert with_server_paths(document, approved_contract()) == document


def test_paths_below_a_listed_server_are_what_the_document_says() -> None:
    document = document_of("/projects/", "/tasks/{id}/", servers=[{"url": "https://acme.example.org"}])
    assert with_server_paths(document, approved_contract()) == document


@pytest.mark.parametrize("servers", [None, [], [{}], [{"url": "https://[bad"}], ["no object"], {"url": "/api"}])
def test_servers_without_a_path_change_nothing(servers: Any) -> None:
    document = document_of("/api/projects/", servers=servers)
    assert with_server_paths(document, approved_contract()) == document
