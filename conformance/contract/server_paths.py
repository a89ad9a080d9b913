"""The paths of a document's servers, below which the paths of its operations are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from conformance.contract.document import Document, SpecOperation
from conformance.contract.model import Contract
from conformance.contract.url_shape import shape_of


def server_paths(*levels: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths of the servers of an operation, without a slash at the end; "" for a server without a path.

    `levels` are the document, the path and the operation: the innermost that lists servers counts. Variables have their
    defaults, and a server whose URL cannot be read has no path.
    """
    listed = (level["servers"] for level in reversed(levels) if isinstance(level.get("servers"), list))
    given: list[Any] = next(listed, [])
    return tuple(dict.fromkeys(_path(server) for server in given if isinstance(server, dict)))


def _path(server: Mapping[str, Any]) -> str:
    variables = server.get("variables")
    defaults = {
        str(name): str(variable.get("default", ""))
        for name, variable in (variables if isinstance(variables, dict) else {}).items()
        if isinstance(variable, dict)
    }
    url = re.sub(r"\{([^{}]*)\}", lambda match: defaults.get(match[1], match[0]), str(server.get("url", "")))
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    return f"/{path.strip('/')}" if path.strip("/") else ""


def with_server_paths(document: Document, contract: Contract) -> Document:
    """The document with the path of a server before those of its operations, where the SDK sends requests to that.

    An SDK whose base URL has the path of the server sends the operations' own paths. So the path is chosen with which
    most operations are those of the contract.
    """
    choices = Counter(dict.fromkeys(("", *(path for spec in document.operations for path in spec.server_paths)), 0))
    if len(choices) == 1:
        return document
    declared = (contract.operation(path) for path in contract.paths())
    sent = {(operation.method.upper(), shape_of(operation.url)) for operation in declared if operation is not None}

    def is_sent(spec: SpecOperation, prefix: str) -> bool:
        return (spec.method, shape_of(prefix + spec.path)) in sent

    for choice in choices:
        choices[choice] = sum(
            choice in {"", *spec.server_paths} and is_sent(spec, choice) for spec in document.operations
        )
    preferred = [choice for choice, _ in choices.most_common()]

    def with_server_path(spec: SpecOperation) -> SpecOperation:
        allowed = [choice for choice in preferred if choice in {"", *spec.server_paths}]
        prefix = next((choice for choice in allowed if is_sent(spec, choice)), allowed[0])
        return replace(spec, path=prefix + spec.path)

    return replace(document, operations=tuple(with_server_path(spec) for spec in document.operations))
