"""The paths of a document's servers, below which the paths of its operations are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import islice, product
from typing import Any, Final
from urllib.parse import urlsplit

from conformance.contract.document import Document, SpecOperation
from conformance.contract.model import Contract
from conformance.contract.url_shape import shape_of

MOST_URLS: Final = 50  # of one server: each variable multiplies them
_ORIGIN_IN_BRACES: Final = re.compile(
    r"^\{[^{}]*\}(?:://[^/]*)?(?=/|$)"
)  # a variable without a value, as in {origin}/api


def server_paths(*levels: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths of the servers of an operation, without a slash at the end; "" for a server without a path.

    `levels` are the document, the path and the operation: the innermost that lists servers counts. Variables have their
    defaults, and then each of their other values. A server whose URL cannot be read has no path.
    """
    listed = (level["servers"] for level in reversed(levels) if isinstance(level.get("servers"), list))
    given: list[Any] = next(listed, [])
    urls = (url for server in given if isinstance(server, dict) for url in _urls(server))
    return tuple(dict.fromkeys(map(_path, urls)))


def _urls(server: Mapping[str, Any]) -> Iterator[str]:
    """The URL of a server, with the values of its variables; those without one stay in braces."""
    declared = server.get("variables")
    variables = {
        str(name): _values(variable)
        for name, variable in (declared if isinstance(declared, dict) else {}).items()
        if isinstance(variable, dict)
    }
    for values in islice(product(*variables.values()), MOST_URLS):
        url = str(server.get("url", ""))
        for name, value in zip(variables, values, strict=True):
            url = url.replace(f"{{{name}}}", value)
        yield url


def _values(variable: Mapping[str, Any]) -> list[str]:
    listed = variable.get("enum")
    values = [variable.get("default", ""), *(listed if isinstance(listed, list) else ())]
    return list(dict.fromkeys(map(str, values)))


def _path(url: str) -> str:
    try:
        path = urlsplit(_ORIGIN_IN_BRACES.sub("", url)).path
    except ValueError:
        return ""
    steps = [step for step in path.split("/") if step not in {"", ".", ".."}]  # relative to where the document is
    return "".join(f"/{step}" for step in steps)


def with_server_paths(document: Document, contract: Contract) -> Document:
    """The document with the path of a server before those of its operations, where the SDK sends requests to that.

    An SDK whose base URL has the path of the server, or the first steps of it, sends the operations' own paths below
    the rest. So the part of the path is chosen with which most operations are those of the contract. A document that
    lists no servers says nothing about that path: there it is what the SDK sends before the path of most operations.
    """
    declared = (contract.operation(path) for path in contract.paths())
    sent = {(operation.method.upper(), shape_of(operation.url)) for operation in declared if operation is not None}
    if not any(spec.server_paths for spec in document.operations):
        return _without_servers(document, sent)
    choices = Counter(dict.fromkeys((end for spec in document.operations for end in _ends(spec)), 0))
    if len(choices) == 1:
        return document

    def is_sent(spec: SpecOperation, prefix: str) -> bool:
        return (spec.method, shape_of(prefix + spec.path)) in sent

    for choice in choices:
        choices[choice] = sum(choice in _ends(spec) and is_sent(spec, choice) for spec in document.operations)
    preferred = [choice for choice, _ in choices.most_common()]

    def with_server_path(spec: SpecOperation) -> SpecOperation:
        allowed = [choice for choice in preferred if choice in _ends(spec)]
        prefix = next((choice for choice in allowed if is_sent(spec, choice)), allowed[0])
        return replace(spec, path=prefix + spec.path)

    return replace(document, operations=tuple(with_server_path(spec) for spec in document.operations))


def _without_servers(document: Document, sent: Collection[tuple[str, str]]) -> Document:
    """The document with the steps before its paths that the SDK sends, or without those that it does not send.

    Unchanged unless that holds for most operations of the document or of the SDK.
    """
    by_end: dict[tuple[str, str], list[str]] = {}
    for method, url in sent:
        by_end.setdefault((method, url.rpartition("/")[2]), []).append(url)
    found: Counter[tuple[str, str]] = Counter()  # the steps to add, and those to leave out
    for spec in document.operations:
        shape = shape_of(spec.path)
        others = by_end.get((spec.method, shape.rpartition("/")[2]), ())
        found.update({difference for url in others if (difference := _difference(shape, url)) is not None})
    (added, removed), number = max(found.items(), key=lambda item: (item[1], item[0]), default=(("", ""), 0))
    if added == removed or 2 * number <= max(4 * found["", ""], min(len(document.operations), len(sent))):
        return document
    adapted = tuple(
        replace(spec, path=added + spec.path.removeprefix(removed))
        if shape_of(spec.path).startswith(f"{removed}/")
        else spec
        for spec in document.operations
    )
    how = f"below {added}, where the SDK sends them" if added else f"without {removed}, as the SDK sends them"
    return replace(document, operations=adapted, adapted=f"its paths are read {how}")


def _difference(shape: str, sent: str) -> tuple[str, str] | None:
    """The steps before a path that is sent which a document lacks, and those that only the document has.

    None if the paths differ in another way.
    """
    longer, shorter = (sent, shape) if len(sent) >= len(shape) else (shape, sent)
    steps = longer.removesuffix(shorter)
    if not shorter.startswith("/") or not longer.endswith(shorter) or "{" in steps:
        return None
    return (steps, "") if longer is sent else ("", steps)


def _ends(spec: SpecOperation) -> list[str]:
    """The ends of the paths of an operation's servers that an SDK may send: none, whole paths, and parts of them."""
    steps = [path.split("/")[1:] for path in spec.server_paths]
    longest = max(map(len, steps), default=0)
    parts = ([step[start:] for step in steps if start < len(step)] for start in range(longest))
    return list(dict.fromkeys(["", *("".join(f"/{name}" for name in end) for part in parts for end in part)]))
