from __future__ import annotations

import base64
import hashlib
import hmac
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.servers.emulators.services.azure import AzureAccount, account_with
from conformance.servers.emulators.services.azure_listing import Blob, list_blobs
from conformance.servers.emulators.services.web import Request, Response

KEY = base64.b64encode(b"a key").decode()
NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=8)


@pytest.fixture
def account() -> AzureAccount:
    objects = {"tasks/one.json": b"{}", "tasks/two.json": b"0123456789", "top.json": b"[]"}
    return account_with(name="acme", key=KEY, container="box", objects=objects)


def signed(method: str, path: str, query: dict[str, str] | None = None, body: bytes = b"", **headers: str) -> Request:
    """A request as the owner of the key sends it. The signed text is built independently of the emulator."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named |= {"x-ms-date": "Mon, 27 Jul 2026 00:00:00 GMT", "x-ms-version": "2025-01-05"}
    size = str(len(body)) if body else ""
    plain = f"{method}\n\n\n{size}\n\n{named.get('content-type', '')}\n\n\n\n{named.get('if-none-match', '')}\n\n\n"
    own = "".join(f"{name}:{named[name]}\n" for name in sorted(named) if name.startswith("x-ms-"))
    signed_query = "".join(f"\n{name}:{value}" for name, value in sorted((query or {}).items()))
    text = f"{plain}{own}/acme{path}{signed_query}"
    signature = base64.b64encode(hmac.new(b"a key", text.encode(), hashlib.sha256).digest()).decode()
    lengths = {"content-length": str(len(body))} if body or method == "PUT" else {}
    return Request(
        method,
        path,
        {name: [value] for name, value in (query or {}).items()},
        named | lengths | {"authorization": f"SharedKey acme:{signature}"},
        body,
    )


def code(response: Response) -> tuple[int, str]:
    return response.status, response.headers.get("x-ms-error-code", "")


def names(body: bytes) -> list[str]:
    return [element.text or "" for element in ET.fromstring(body).iterfind("Blobs//Name")]


def test_only_the_one_container_exists(account: AzureAccount) -> None:
    assert account.respond(signed("GET", "/acme/box", {"restype": "container"})).status == 200
    assert code(account.respond(signed("GET", "/acme/other", {"restype": "container"}))) == (404, "ContainerNotFound")


def test_a_request_signed_with_another_key_is_refused(account: AzureAccount) -> None:
    request = signed("GET", "/acme/box", {"restype": "container"})
    forged = replace(request, headers={**request.headers, "authorization": "SharedKey acme:bm8="})
    assert code(account.respond(forged)) == (403, "AuthenticationFailed")


def test_a_list_respects_prefix_and_delimiter(account: AzureAccount) -> None:
    listed = {"restype": "container", "comp": "list"}
    below = account.respond(signed("GET", "/acme/box", {**listed, "prefix": "tasks/"}))
    assert names(below.body) == ["tasks/one.json", "tasks/two.json"]
    flat = account.respond(signed("GET", "/acme/box", {**listed, "delimiter": "/"}))
    assert names(flat.body) == ["tasks/", "top.json"]


def test_a_blob_is_read_completely_or_in_part(account: AzureAccount) -> None:
    assert account.respond(signed("GET", "/acme/box/tasks/two.json")).body == b"0123456789"
    part = account.respond(signed("GET", "/acme/box/tasks/two.json", x_ms_range="bytes=2-4"))
    assert (part.status, part.body, part.headers["Content-Range"]) == (206, b"234", "bytes 2-4/10")
    past = account.respond(signed("GET", "/acme/box/tasks/two.json", x_ms_range="bytes=10-20"))
    assert code(past) == (416, "InvalidRange")


def test_a_written_blob_is_read_back_until_it_is_deleted(account: AzureAccount) -> None:
    written = account.respond(signed("PUT", "/acme/box/out/1", body=b"{}", x_ms_blob_type="BlockBlob"))
    assert written.status == 201
    assert account.respond(signed("GET", "/acme/box/out/1")).body == b"{}"
    assert account.respond(signed("DELETE", "/acme/box/out/1")).status == 202
    assert code(account.respond(signed("GET", "/acme/box/out/1"))) == (404, "BlobNotFound")


def test_if_none_match_does_not_overwrite_a_blob(account: AzureAccount) -> None:
    request = signed("PUT", "/acme/box/top.json", body=b"{}", x_ms_blob_type="BlockBlob", if_none_match="*")
    assert code(account.respond(request)) == (409, "BlobAlreadyExists")


def test_an_unsupported_request_is_refused(account: AzureAccount) -> None:
    in_blocks = signed("PUT", "/acme/box/top.json", {"comp": "block"}, b"x", x_ms_blob_type="BlockBlob")
    assert code(account.respond(in_blocks)) == (400, "FeatureNotSupported")


@given(st.lists(NAMES, unique=True), st.integers(1, 4), NAMES | st.just(""), st.sampled_from(["", "/", "-"]))
def test_the_pages_of_a_list_make_up_the_list(found: list[str], most: int, prefix: str, delimiter: str) -> None:
    blobs = {name: Blob(b"", "text/plain", "") for name in found}
    query = {"prefix": prefix, "delimiter": delimiter}
    whole, paged, marker = names(list_blobs("box", blobs, query)), [], ""
    while True:
        page = list_blobs("box", blobs, {**query, "maxresults": str(most), "marker": marker})
        paged += names(page)
        marker = ET.fromstring(page).findtext("NextMarker") or ""
        if not marker:
            break
    assert paged == whole
