"""Digests of code, without comments, layout, docstrings and other strings that stand alone."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Collection, Iterable

from conformance.upgrade.source.parsed_file import ParsedFile


def code_digest(parsed: ParsedFile, versions: Collection[str]) -> str:
    """The digest of a module, in which constants that are one of the release's versions count as any other version."""
    if not any(version.encode() in parsed.source for version in versions):
        return digest([parsed.code])
    return digest([without_versions(parsed.code, versions)])


def without_versions(code: str, versions: Collection[str]) -> str:
    """A dumped syntax tree, with a marker for constants that are one of the versions, or a name and a version."""
    known = "|".join(re.escape(version) for version in sorted(versions))
    return re.sub(rf"(value='|value='[\w.-]+/)(?:{known})'", r"\1(version)'", code)


def dump_code(nodes: Iterable[ast.AST], versions: Collection[str]) -> str:
    """Syntax trees as text."""
    return without_versions("\n".join(map(ast.dump, nodes)), versions)


def digest(lines: Iterable[str]) -> str:
    """The digest of some lines."""
    return hashlib.sha256("\n".join(lines).encode(errors="surrogatepass")).hexdigest()
