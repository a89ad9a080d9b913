"""The OpenAPI document that a server publishes about itself."""

from __future__ import annotations

import json
from typing import Any

from conformance.contract.swagger import to_openapi_3
from conformance.errors import EnvironmentFailed
from conformance.servers.connect import fetch, server_client, server_kind
from conformance.servers.server import Server
from conformance.targets.target import Target


def document(server: Server, target: Target) -> dict[str, Any]:
    """The server's document as OpenAPI 3, from the first path of target.toml that has one.

    Raises EnvironmentFailed: no path has one.
    """
    tried = []
    with server_client(server, target) as client:
        for path in server_kind(target).document_paths:
            status, content = fetch(client, path)
            published = _parse(content) if status == 200 else None
            if published is not None:
                return to_openapi_3(published) if "swagger" in published else published
            tried.append(f"    GET {path}: {status}" + (", no OpenAPI document" if status == 200 else ""))
    raise EnvironmentFailed(
        f"the server at {server.url} ({server.version}) publishes no OpenAPI document at the paths of target.toml:\n"
        + "\n".join(tried)
    )


def _parse(content: bytes) -> dict[str, Any] | None:
    try:
        document = json.loads(content)
    except ValueError:
        return None
    return document if isinstance(document, dict) and document.keys() & {"openapi", "swagger"} else None
