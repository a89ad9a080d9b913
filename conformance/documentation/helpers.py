"""The public functions without a request of their own, and what they accept. Read from the source."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.call_tracer import first_code_line
from conformance.documentation.functions import public_functions

_CORE: Final = "core"  # the folder with what all operations share


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """A public function outside of core and of private modules.

    `name` is its module, class and name, relative to the package; `line` that of its first decorator or its head.
    `signature` is what it accepts, without annotations: `(self, title, *, limit=5)`, and `async (self)` of a coroutine.
    """

    name: str
    file: Path
    line: int
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperSignatures:
    """The signatures of helpers by name: those of the package, and those that were approved."""

    found: Mapping[str, str]
    approved: Mapping[str, str]


def helpers_in(folders: Sequence[Path]) -> Iterator[Helper]:
    """The helpers in the folders of a package, by file. Where two folders have a file, that of the first one counts."""
    files: dict[Path, Path] = {}
    for folder in folders:
        for file in folder.rglob("*.py"):
            files.setdefault(file.relative_to(folder), file)
    for relative, file in sorted(files.items()):
        parts = [part for part in relative.with_suffix("").parts if part != "__init__"]
        if any(part.startswith("_") or part == _CORE for part in parts):
            continue
        try:
            tree = ast.parse(file.read_bytes())
        except (SyntaxError, ValueError):
            continue
        for prefix, function in public_functions(tree, ".".join(parts)):
            decorators = [ast.unparse(decorator) for decorator in function.decorator_list]
            if function.name != "__init__" and not any("property" in decorator for decorator in decorators):
                name = f"{prefix}.{function.name}".lstrip(".")
                yield Helper(name=name, file=file, line=first_code_line(function), signature=_signature(function))


def signatures_of(helpers: Iterable[Helper]) -> dict[str, str]:
    """The signatures of helpers by name."""
    return {helper.name: helper.signature for helper in helpers}


def signature_changes(approved: str, found: str) -> list[str]:
    """The differences between two signatures that break or change calls, as phrases."""
    old, new = _read(approved), _read(found)
    changes = []
    if old.is_async != new.is_async:
        changes.append("it has to be awaited" if new.is_async else "it is no longer to be awaited")
    accepted = new.positional.keys() | new.by_name.keys()
    gone = [name for name in (*old.positional, *old.by_name) if name not in accepted]
    if not new.takes_any:
        changes += [f"it no longer accepts `{name}`" for name in gone]
    elif not new.takes_more:
        changes += [f"it accepts `{name}` by name only" for name in gone if name in old.positional]
    if old.takes_any and not new.takes_any:
        changes.append("it no longer accepts other names")
    if old.takes_more and not new.takes_more:
        changes.append("it no longer accepts more values by place")
    before, after = {**old.positional, **old.by_name}, {**new.positional, **new.by_name}
    for name, default in after.items():
        if name not in before and default is None:
            changes.append(f"it requires `{name}`")
        elif name in before and default is None and before[name] is not None:
            changes.append(f"`{name}` is required, and was `{before[name]}` by default")
        elif name in before and before[name] is not None and default != before[name]:
            changes.append(f"`{name}` is `{default}` by default, approved `{before[name]}`")
    places = [name for name in old.positional if name in accepted]
    if places != list(new.positional)[: len(places)] and not new.takes_more:
        changes.append(f"values by place are ({', '.join(new.positional)}), approved ({', '.join(old.positional)})")
    return changes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Accepted:
    """The parameters of a function with the text of each default, None for a required one."""

    positional: Mapping[str, str | None]
    by_name: Mapping[str, str | None]
    takes_more: bool
    takes_any: bool
    is_async: bool


def _read(signature: str) -> _Accepted:
    head, _, rest = signature.partition("(")
    function = ast.parse(f"def f({rest}: pass").body[0]
    assert isinstance(function, ast.FunctionDef)  # noqa: S101  # it was written from one
    given = function.args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args)]
    required: Collection[None] = [None] * (len(names) - len(given.defaults))
    return _Accepted(
        positional=dict(zip(names, [*required, *map(ast.unparse, given.defaults)], strict=True)),
        by_name={
            argument.arg: None if default is None else ast.unparse(default)
            for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)
        },
        takes_more=given.vararg is not None,
        takes_any=given.kwarg is not None,
        is_async=bool(head),
    )


def _signature(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    given = function.args
    for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg):
        if argument is not None:
            argument.annotation = None
    return f"{'async ' if isinstance(function, ast.AsyncFunctionDef) else ''}({ast.unparse(given)})"
