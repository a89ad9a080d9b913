"""The features of Python that the source of an SDK needs, beyond those of the oldest one that its metadata claims.

Only one Python is on this machine, so the oldest one is not run. vermin knows which version has which syntax, module,
function and argument; whether `X | Y` is a union of types, and whether it is evaluated, is decided here.
"""

from __future__ import annotations

import ast
import platform
from collections.abc import Iterator
from email.parser import HeaderParser
from functools import lru_cache
from typing import Final

import vermin
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from conformance.python_need import PythonNeed
from conformance.targets.contents import Contents
from conformance.upgrade.source.code_body import parse_source
from conformance.upgrade.source.name_resolver import NameResolver
from conformance.upgrade.source.oldest_code import Version, oldest_code
from conformance.upgrade.source.parsed_file import ParsedFile, parse_file

UNIONS: Final = "union types as `X | Y`"
MAX_PLACES: Final = 3  # that are named
_FILES_KEPT: Final = 4096
_MINORS: Final = range(40)  # of Python 3 that may be claimed
_UNION_VERSION: Final = (3, 10)
_BACKPORT: Final = "eval-type-backport"  # with it, pydantic evaluates unions on older versions


def claimed_python(metadata: str) -> tuple[str, Version] | None:
    """`Requires-Python` as it is written, and the oldest Python 3 that it allows; None if it says nothing."""
    claim = HeaderParser().parsestr(metadata).get("Requires-Python", "").strip()
    try:
        allowed = SpecifierSet(claim)
    except InvalidSpecifier:
        return None
    oldest = next((minor for minor in _MINORS if _allows(allowed, minor)), None)
    return (claim, (3, oldest)) if claim and oldest is not None else None


def _allows(allowed: SpecifierSet, minor: int) -> bool:
    return any(allowed.contains(f"3.{minor}.{patch}") for patch in (0, 99))


def python_needs(contents: Contents, package: str) -> tuple[PythonNeed, ...] | None:
    """The features that the oldest claimed Python lacks, sorted; None where the metadata claims no version."""
    claimed = claimed_python(contents.metadata)
    if claimed is None:
        return None
    claim, oldest = claimed
    places: dict[tuple[str, str], set[tuple[str, int]]] = {}
    for file, line, feature, needs in _features(contents, package, oldest):
        places.setdefault((feature, needs), set()).add((file, line))
    return tuple(
        PythonNeed(
            feature=feature,
            needs=needs,
            places=tuple(f"{file}:{line}" for file, line in sorted(found)[:MAX_PLACES]),
            count=len(found),
            claim=claim,
            oldest=_text(oldest),
        )
        for (feature, needs), found in sorted(places.items())
    )


Feature = tuple[str, int, str, str]  # file, line, feature, version that has it


def _features(contents: Contents, package: str, oldest: Version) -> Iterator[Feature]:
    """The features of every file of the package that the oldest version lacks."""
    start = f"{package.replace('.', '/')}/"
    sources = {name: data for name, data in contents.files.items() if name.startswith(start) and name.endswith(".py")}
    parsed: dict[str, ParsedFile] = {}
    for name, data in sources.items():
        try:
            parsed[name] = parse_file(name, data)
        except (SyntaxError, ValueError, RecursionError) as error:
            line = getattr(error, "lineno", None) or 1
            yield name, line, f"syntax that Python {_RUNNING} cannot read", f"newer than {_RUNNING}"
    names = NameResolver(package, {file.module: file for file in parsed.values()})
    backport = _BACKPORT in contents.metadata.lower().replace("_", "-")  # then pydantic evaluates unions itself
    for name, file in parsed.items():
        models = frozenset() if backport else _models(file, names)
        known = _vermin_features(sources[name], oldest, models)
        unions = () if b"|" not in file.source else _unions(_tree(file, oldest, models), file, names)
        for line, feature, needs in (*known, *unions):
            if needs > oldest:
                yield name, line, feature, _text(needs)


def _models(file: ParsedFile, names: NameResolver) -> frozenset[str]:
    """The classes of a file whose annotations pydantic evaluates."""
    return frozenset(name for name in file.bindings if names.kind_of(f"{file.module}.{name}") == "model")


def _tree(file: ParsedFile, oldest: Version, models: frozenset[str]) -> ast.Module:
    return oldest_code(parse_source(file.source), oldest, models)


@lru_cache(_FILES_KEPT)
def _vermin_features(source: bytes, oldest: Version, models: frozenset[str]) -> tuple[tuple[int, str, Version], ...]:
    """The features that vermin knows, with their lines and versions. It does not see unions reliably.

    Two releases have most files in common, which are read once.
    """
    tree = oldest_code(parse_source(source), oldest, models)
    visitor = vermin.SourceVisitor(config=_CONFIG, path="source", source=source.decode("utf-8", "replace"))
    visitor.set_no_lines(set())
    visitor.tour(tree)
    visitor.minimum_versions()
    found = []
    for row in visitor.output_text().splitlines():
        _, line, _, _, needs, feature = row.split(":", 5)
        major, _, minor = needs.partition(".")
        if line and major == "3" and minor.isdigit():
            found.append((int(line), feature, (3, int(minor))))
    return tuple(found)


def _unions(tree: ast.Module, file: ParsedFile, names: NameResolver) -> Iterator[tuple[int, str, Version]]:
    """The lines with a union of types that is evaluated: in annotations every `|`, elsewhere where both are types."""
    annotations = {id(union) for node in ast.walk(tree) for union in _annotated_unions(node)}
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(op=ast.BitOr()) if id(node) in annotations or _is_union(node, file, names):
                yield node.lineno, UNIONS, _UNION_VERSION


def _annotated_unions(node: ast.AST) -> Iterator[ast.BinOp]:
    match node:
        case ast.arg(annotation=ast.expr() as annotation) | ast.AnnAssign(annotation=annotation):
            yield from _unions_in_type(annotation)
        case ast.FunctionDef(returns=ast.expr() as annotation) | ast.AsyncFunctionDef(returns=ast.expr() as annotation):
            yield from _unions_in_type(annotation)


def _unions_in_type(node: ast.expr) -> Iterator[ast.BinOp]:
    """The unions of an annotation, without values that it contains as data."""
    match node:
        case ast.BinOp(op=ast.BitOr()):
            yield node
        case ast.Subscript(value=origin, slice=inner):
            name = origin.attr if isinstance(origin, ast.Attribute) else getattr(origin, "id", "")
            args = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            for arg in args[:1] if name == "Annotated" else [] if name == "Literal" else args:
                yield from _unions_in_type(arg)
        case ast.List(elts=elements):  # the arguments of a callable
            for element in elements:
                yield from _unions_in_type(element)


def _is_union(node: ast.BinOp, file: ParsedFile, names: NameResolver) -> bool:
    sides = (node.left, node.right)
    return any(isinstance(side, ast.Constant) and side.value is None for side in sides) or names.is_type(file, node)


def _text(version: Version) -> str:
    return f"{version[0]}.{version[1]}"


def _config() -> vermin.Config:
    config = vermin.Config()
    config.set_eval_annotations(True)  # those that are not evaluated are no part of the tree
    config.set_verbose(3)  # with lines
    config.set_format(vermin.formats.ParsableFormat())
    return config


_CONFIG: Final = _config()
_RUNNING: Final = ".".join(platform.python_version_tuple()[:2])
