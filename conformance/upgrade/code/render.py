"""Types, arguments, signatures and calls as source text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from conformance.contract.types import NULL, Type
from conformance.upgrade.source.definitions import Argument, Callable

_PYTHON: Final[Mapping[str, str]] = {
    "any": "Any", "null": "None", "string": "str", "integer": "int", "number": "float", "boolean": "bool",
    "datetime": "datetime", "date": "date", "time": "time", "uuid": "UUID", "bytes": "bytes", "file": "File",
}  # fmt: skip
_MODULE_PREFIX: Final = re.compile(r"\b(?:\w+\.)+(?=\w)")
_STARS: Final = {"args": "*", "kwargs": "**"}
_LINE_LENGTH: Final = 88
_STANDARD: Final = frozenset({"asyncio", "datetime", "inspect", "typing", "uuid"})


def render_module(body: str, imports: Iterable[str] = ()) -> str:
    """A program with its import lines first, standard library before others."""
    wanted: dict[str, set[str]] = {}
    for line in imports:
        origin, _, names = line.partition(" import ")
        wanted.setdefault(origin, set()).update(filter(None, names.split(", ")))
    lines = [f"{origin} import {', '.join(sorted(names))}" if names else origin for origin, names in wanted.items()]
    order = sorted(lines, key=lambda line: (line.split()[1] not in _STANDARD, line.startswith("from "), line))
    return "\n".join([*order, body])


def render_type(type_: Type | None, *, with_modules: bool = False) -> str:
    """A type as an annotation: `list[str] | None`. "" for a missing annotation.

    `with_modules` writes the modules of models, too: two of them may have the same name.
    """
    if type_ is None:
        return ""
    inner = [render_type(arg, with_modules=with_modules) for arg in type_.args]
    match type_.kind:
        case "literal":
            return f"Literal[{', '.join(render_literal(value) for value in type_.values)}]"
        case "list":
            return f"list[{inner[0]}]"
        case "map":
            return f"dict[{inner[0]}, {inner[1]}]"
        case "union":
            return " | ".join([text for text in inner if text != "None"] + [text for text in inner if text == "None"])
        case "model" | "alias":
            return type_.name if with_modules else type_.name.rpartition(".")[2]
        case "unknown":
            return (
                f"{type_.name.rpartition('.')[2]}[{', '.join(inner)}]"
                if inner
                else _MODULE_PREFIX.sub("", type_.name).lstrip("~")
            )
    return _PYTHON[type_.kind]


def render_types(old: Type | None, new: Type | None) -> tuple[str, str]:
    """Two types that differ, as annotations that differ: with the modules of models where the names alone are equal."""
    short = render_type(old), render_type(new)
    return short if short[0] != short[1] else (render_type(old, with_modules=True), render_type(new, with_modules=True))


def render_alternatives(types: Iterable[Type]) -> str:
    """Types in a sentence: `str`, `"a"` or None."""
    texts = [render_type(type_) if type_ == NULL else f"`{render_type(type_)}`" for type_ in types]
    texts = [text.replace("`Literal[", "`").replace("]`", "`") if "Literal[" in text else text for text in texts]
    return " or ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)


def render_literal(value: str | int | bool) -> str:
    """A literal as source text, with double quotes."""
    if not isinstance(value, str):
        return repr(value)
    return f'"{value}"' if value.isprintable() and '"' not in value and "\\" not in value else repr(value)


def render_argument(argument: Argument) -> str:
    """An argument's declaration: `page_size: int | None = None`."""
    text = f"{_STARS.get(argument.kind, '')}{argument.name}"
    if argument.type is not None:
        text += f": {render_type(argument.type)}"
        return f"{text} = {argument.default}" if argument.default else text
    return f"{text}={argument.default}" if argument.default else text


def argument_label(argument: Argument) -> str:
    """An argument's name in a sentence."""
    return f"`{_STARS.get(argument.kind, '')}{argument.name}`"


def render_signature(callable_: Callable, name: str = "") -> str:
    """A callable's declaration in one line: `get(id: int, *, full: bool = False) -> Project`."""
    parts: list[str] = []
    before = ""
    for argument in callable_.arguments:
        if before == "positional" and argument.kind != "positional":
            parts.append("/")
        if argument.kind == "keyword" and before not in {"keyword", "args"}:
            parts.append("*")
        parts.append(render_argument(argument))
        before = argument.kind
    parts += ["/"] if before == "positional" else []
    returns = f" -> {render_type(callable_.returns)}" if callable_.returns is not None else ""
    prefix = "async " if callable_.is_async else ""
    return f"{prefix}{name or callable_.name.rpartition('.')[2]}({', '.join(parts)}){returns}"


def render_call(target: str, arguments: Iterable[str]) -> str:
    """A call as source text, over several lines where one is too long."""
    given = tuple(arguments)
    line = f"{target}({', '.join(given)})"
    if len(line) <= _LINE_LENGTH or not given:
        return line
    return "\n".join([f"{target}(", *(f"    {argument},".replace("\n", "\n    ") for argument in given), ")"])
