"""The public functions of a package: what they accept, and what their docstrings say. Read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.documentation.docstring import Docstring, read_docstring

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedFunction:
    """A function whose docstring describes parameters.

    `name` is its module, class and name, relative to the package; `place` its file and line. `accepted` are the names
    of its parameters, `named` those that a caller gives by name or place, and `defaults` the values of those whose
    default is a literal other than None. `takes_any` says that it accepts keyword arguments of every name.
    """

    name: str
    place: str
    accepted: tuple[str, ...]
    named: tuple[str, ...]
    defaults: Mapping[str, Any]
    takes_any: bool
    docstring: Docstring


def documented_functions(folder: Path) -> Iterator[DocumentedFunction]:
    """The public functions and methods in the source of a package, in the order of files and lines.

    Files that are no Python are left out: that they cannot be imported is reported elsewhere.
    """
    for file in sorted(folder.rglob("*.py")):
        try:
            tree = ast.parse(file.read_bytes())
        except (SyntaxError, ValueError):
            continue
        relative = file.relative_to(folder)
        module = ".".join([part for part in relative.with_suffix("").parts if part != "__init__"])
        place = f"{folder.name}/{relative.as_posix()}"
        for prefix, function in public_functions(tree, module):
            docstring = read_docstring(ast.get_docstring(function))
            if docstring.parameters:
                yield _described(f"{prefix}.{function.name}".lstrip("."), place, function, docstring)


def public_functions(tree: ast.Module, module: str) -> Iterator[tuple[str, _Function]]:
    """The public functions and methods of a module, each with the name of what it is in."""
    for node in tree.body:
        if isinstance(node, _Function) and _is_public(node):
            yield module, node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for member in node.body:
                if isinstance(member, _Function) and _is_public(member):
                    yield f"{module}.{node.name}".lstrip("."), member


def _is_public(function: _Function) -> bool:
    overloaded = any("overload" in ast.unparse(decorator) for decorator in function.decorator_list)
    return not overloaded and (function.name == "__init__" or not function.name.startswith("_"))


def _described(name: str, place: str, function: _Function, docstring: Docstring) -> DocumentedFunction:
    given = function.args
    positional = [*given.posonlyargs, *given.args]
    pairs = [
        *zip(positional[len(positional) - len(given.defaults) :], given.defaults, strict=True),
        *(
            (argument, default)
            for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)
            if default
        ),
    ]
    named = [argument.arg for argument in (*positional, *given.kwonlyargs) if argument.arg not in {"self", "cls"}]
    rest = [argument.arg for argument in (given.vararg, given.kwarg) if argument]
    return DocumentedFunction(
        name=name,
        place=f"{place}:{function.lineno}",
        accepted=(*named, *rest),
        named=tuple(named),
        defaults={argument.arg: default.value for argument, default in pairs
                  if isinstance(default, ast.Constant) and default.value not in {None, ...}},
        takes_any=given.kwarg is not None,
        docstring=docstring,
    )  # fmt: skip
