"""References from an OpenAPI document into other files: their contents are made part of the document.

Only files beside the document are read, by relative paths; nothing is fetched over a network. A schema in another file
becomes a component of the document, so that schemas can contain each other; everything else is copied to where it is
used. The number of files, their size and the nesting are limited.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from conformance.contract.references import Schema

MAX_FILES: Final = 500
MAX_BYTES: Final = 64 * 2**20
MAX_DEPTH: Final = 200
MAX_COPIED: Final = 1_000_000  # values; aliases of YAML can multiply without end
# Keys whose values are data: a `$ref` in there refers to nothing.
_DATA: Final = frozenset({"const", "default", "enum", "example", "examples"})
# Keys whose values map names to objects: a name may look like a keyword.
_NAMED: Final = frozenset(
    (
        "$defs", "callbacks", "content", "definitions", "dependentSchemas", "headers", "links", "parameters", "paths",
        "patternProperties", "properties", "requestBodies", "responses", "schemas", "securitySchemes",
    )
)  # fmt: skip
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
ReadFile = Callable[[Path], Any]  # raises UsageError


class BrokenReferenceError(ValueError):
    """A reference that cannot be followed. The text says where it is, what it is, and why."""


def inline_external(raw: Schema, file: Path, read: ReadFile) -> Schema:
    """The document with every reference leading to its own parts; the same object where all do so already.

    Raises BrokenReferenceError: a reference leads nowhere, to a network, or beyond the limits; what `read` raises.
    """
    if all(reference.startswith("#") for _, reference in _references(raw)):
        return raw
    return _Inliner(raw, file, read).document()


def require_targets(raw: Schema) -> None:
    """Raise BrokenReferenceError for a reference that leads nowhere."""
    for place, reference in _references(raw):
        if not reference.startswith("#"):
            raise BrokenReferenceError(f"{place}: $ref {reference!r} leads out of the document")
        _target(raw, reference, f"{place}: $ref {reference!r}")


def _references(raw: Schema) -> Iterator[tuple[str, str]]:
    """Every reference in a document, with its place as a JSON pointer. An alias of YAML is read once."""
    seen: set[int] = set()
    left: list[tuple[str, Any, bool]] = [("#", raw, False)]
    while left:
        place, value, named = left.pop()
        if not isinstance(value, dict | list) or id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, list):
            left += [(f"{place}/{number}", item, False) for number, item in enumerate(value)]
            continue
        if isinstance(value.get("$ref"), str) and not named:
            yield place, value["$ref"]
        inner = ((key, item) for key, item in value.items() if named or key not in _DATA)
        left += [(f"{place}/{_escaped(key)}", item, not named and key in _NAMED) for key, item in inner]


@dataclass
class _Inliner:
    raw: Schema
    file: Path
    read: ReadFile
    files: dict[Path, Any] = field(default_factory=dict)
    components: dict[tuple[Path, str], str] = field(default_factory=dict)  # names by file and pointer
    added: dict[str, Any] = field(default_factory=dict)
    size: int = 0
    copied: int = 0

    def document(self) -> Schema:
        self.file = self.file.resolve()
        self.files[self.file] = self.raw
        whole = {
            key: self.copy(value, self.file, f"#/{key}", in_schema=key == "definitions", named=key in _NAMED)
            for key, value in self.raw.items()
        }
        holder = whole if "swagger" in whole else whole.setdefault("components", {})
        section = "definitions" if "swagger" in whole else "schemas"
        holder[section] = {**(holder.get(section) or {}), **self.added}
        return whole

    def copy(self, value: Any, file: Path, place: str, *, in_schema: bool, named: bool, depth: int = 0) -> Any:
        """A value of a file, in which every reference leads to this document."""
        self.copied += 1
        if depth > MAX_DEPTH or self.copied > MAX_COPIED:
            raise BrokenReferenceError(f"{file}, {place[:80]}: references nest without end, or the files are too large")
        if isinstance(value, list):
            return [
                self.copy(item, file, f"{place}/{number}", in_schema=in_schema, named=False, depth=depth + 1)
                for number, item in enumerate(value)
            ]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if isinstance(reference, str) and not named:
            return self.follow(value, reference, file, place, in_schema=in_schema, depth=depth)
        copied = {}
        for key, item in value.items():
            if key in _DATA and not named:
                copied[key] = item
                continue
            below, schema = f"{place}/{_escaped(key)}", in_schema or (key in {"schema", "schemas"} and not named)
            copied[key] = self.copy(
                item, file, below, in_schema=schema, named=not named and key in _NAMED, depth=depth + 1
            )
        return copied

    def follow(
        self, value: Mapping[str, Any], reference: str, file: Path, place: str, *, in_schema: bool, depth: int
    ) -> Any:
        where = f"{file.name}, {place}: $ref {reference!r}"
        name, _, pointer = reference.partition("#")
        goal = self.goal(name, file, where)
        others = {key: item for key, item in value.items() if key != "$ref"}
        if goal == self.file:
            return {"$ref": f"#{pointer}", **others}
        found = _target(self.open(goal, where), f"#{pointer}", where)
        if not in_schema:
            found = self.copy(found, goal, f"#{pointer}", in_schema=False, named=False, depth=depth + 1)
            return {**found, **others} if isinstance(found, dict) else found
        section = "#/definitions" if "swagger" in self.raw else "#/components/schemas"
        return {"$ref": f"{section}/{self.component(goal, pointer, found)}", **others}

    def component(self, file: Path, pointer: str, found: Any) -> str:
        """The name of the component that holds a schema of another file."""
        if (file, pointer) not in self.components:
            taken = {*self.added, *(self.raw.get("definitions") or {})}
            taken |= set((self.raw.get("components") or {}).get("schemas") or {})
            words = "".join(letter if letter.isalnum() else "_" for letter in f"{file.stem}{pointer}").strip("_")
            name = next(n for n in (f"{words}{i or ''}" for i in range(len(taken) + 1)) if n not in taken)
            self.components[file, pointer] = name
            self.added[name] = {}  # it may contain itself
            self.added[name] = self.copy(found, file, f"#{pointer}", in_schema=True, named=False)
        return self.components[file, pointer]

    def goal(self, name: str, file: Path, where: str) -> Path:
        """The file that a reference leads to."""
        if not name:
            return file
        path = unquote(name)
        if _SCHEME.match(path):
            raise BrokenReferenceError(f"{where} is a URL; only relative paths of files are followed")
        if Path(path).is_absolute() or "\\" in path or "\0" in path:
            raise BrokenReferenceError(f"{where} is not a relative path, such as './schemas.yaml#/Thing'")
        return (file.parent / path).resolve()

    def open(self, file: Path, where: str) -> Any:
        if file not in self.files:
            if not file.is_file():
                raise BrokenReferenceError(f"{where} leads to a file that does not exist")
            self.size += file.stat().st_size
            if len(self.files) >= MAX_FILES or self.size > MAX_BYTES:
                raise BrokenReferenceError(f"{where} leads beyond {MAX_FILES} files or {MAX_BYTES // 2**20} MiB")
            self.files[file] = self.read(file)
        return self.files[file]


def _target(document: Any, pointer: str, where: str) -> Any:
    """The value at a JSON pointer."""
    if pointer in {"#", "#/"}:
        return document
    if not pointer.startswith("#/"):
        raise BrokenReferenceError(
            f"{where} leads nowhere: after `#` comes a path, such as '#/components/schemas/Thing'"
        )
    found = document
    for step in pointer[2:].split("/"):
        key = unquote(step).replace("~1", "/").replace("~0", "~")
        if isinstance(found, list) and key.isdecimal() and int(key) < len(found):
            found = found[int(key)]
        elif isinstance(found, dict) and key in found:
            found = found[key]
        else:
            raise BrokenReferenceError(f"{where} leads nowhere: there is no {key!r}")
    return found


def _escaped(key: object) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")
