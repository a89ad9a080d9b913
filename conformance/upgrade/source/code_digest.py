"""Digests of code, without comments, layout, docstrings and other strings that stand alone."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable

from conformance.upgrade.source.parsed_file import ParsedFile


def code_digest(parsed: ParsedFile, version: str) -> str:
    """The digest of a module, in which a constant that is the release's version counts as any other version."""
    if version.encode() not in parsed.source:
        return digest([parsed.code])
    return digest([without_version(parsed.code, version)])


def without_version(code: str, version: str) -> str:
    """A dumped syntax tree, with a marker for constants that are the version, or a name and the version."""
    return re.sub(rf"(value='|value='[\w.-]+/){re.escape(version)}'", r"\1(version)'", code)


def dump_code(nodes: Iterable[ast.AST], version: str) -> str:
    """Syntax trees as text."""
    return without_version("\n".join(map(ast.dump, nodes)), version)


def digest(lines: Iterable[str]) -> str:
    """The digest of some lines."""
    return hashlib.sha256("\n".join(lines).encode(errors="surrogatepass")).hexdigest()
