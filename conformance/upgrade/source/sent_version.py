"""The version that a client sends in headers where a constant names it: not every release updates that constant."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Final

from conformance.upgrade.source.parsed_file import ParsedFile

_HEADER: Final = re.compile(r"user-agent|.+-version", re.IGNORECASE)  # not "version": other dicts have that key
_NAMED: Final = re.compile(rb"user-agent|-version|\\", re.IGNORECASE)  # in a source with such a key, if not escaped
_VERSION: Final = re.compile(r"(?:[\w.-]+/)?(\d+(?:\.\d+)+[\w.+-]*)")
_COMPUTED: Final = "computed"


def sent_version(modules: Iterable[ParsedFile]) -> str:
    """The one version that constants put into headers; "" where there is none, several, or one that is computed."""
    found = {version for parsed in modules if _NAMED.search(parsed.source) for version in _header_versions(parsed)}
    return next(iter(found - {_COMPUTED}), "") if len(found) == 1 else ""


def _header_versions(parsed: ParsedFile) -> Iterator[str]:
    """The versions in the values of dicts whose keys are such headers, also through a constant of the module."""
    for node in ast.walk(parsed.tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str) and _HEADER.fullmatch(key.value):
                    yield from _versions_in(value, parsed)


def _versions_in(value: ast.expr, parsed: ParsedFile) -> Iterator[str]:
    for node in ast.walk(value):
        part = getattr(parsed.bindings.get(node.id), "value", None) if isinstance(node, ast.Name) else node
        if isinstance(part, ast.Constant):
            match = _VERSION.fullmatch(str(part.value))
            if match is not None:
                yield match[1]
        elif isinstance(node, ast.Name | ast.Call):
            yield _COMPUTED
