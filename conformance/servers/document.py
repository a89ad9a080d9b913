"""The OpenAPI document that a server publishes of itself."""

from __future__ import annotations

import json
from typing import Any

from conformance.contract.swagger import to_openapi_3
from conformance.errors import EnvironmentFailed
from conformance.servers.connect import asking, fetch, server_kind
from conformance.servers.server import Server
from conformance.targets.target import Target


def document(server: Server, target: Target) -> dict[str, Any]:
    """The server's own document, as OpenAPI 3: the first that answers of the paths that target.toml names.

    Raises EnvironmentFailed: the server publishes none there.
    """
    tried = []
    with asking(server, target) as client:
        for path in server_kind(target).document_paths:
            status, content = fetch(client, path)
            found = _document(content) if status == 200 else None
            if found is not None:
                return to_openapi_3(found) if "swagger" in found else found
            tried.append(f"    GET {path}: {status}" + (", no OpenAPI document" if status == 200 else ""))
    raise EnvironmentFailed(
        f"the server at {server.url} ({server.version}) publishes no OpenAPI document where target.toml says:\n"
        + "\n".join(tried)
    )


def _document(content: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(content)
    except ValueError:
        return None
    return found if isinstance(found, dict) and ("openapi" in found or "swagger" in found) else None
