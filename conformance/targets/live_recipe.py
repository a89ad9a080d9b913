"""Recipe: what cannot be inferred of how a real server is asked, as data beside the target (`live.toml`)."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from conformance.errors import TargetError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True, slots=True)
class ResourceRecipe:
    """How something of a name comes to be: made by the operation `create`, or looked up by `read`.

    `id` is the dotted path of its identity in the answer, `arguments` are those of the operation. `collection` is the
    URL under which it is found by its identity, `delete` the operation that removes it; both are inferred otherwise.
    `request` makes it where no operation of the SDK does: `method`, `url`, and `json` or `files` (by field: name,
    content, type).
    """

    create: str = ""
    read: str = ""
    id: str = "id"
    arguments: Mapping[str, Any] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    collection: str = ""
    delete: str = ""
    request: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OperationRecipe:
    """How one operation is reached.

    `arguments` are values for its arguments, which are always given; `values` those of arguments that are given in
    some cases only; `refused` those that a server refuses although their types are right. `before` are the resources
    that have to exist besides those that arguments name; `after` the operations, with their arguments, that are called
    first. `consumes` tells that each call needs resources of its own, `dangerous` that it would break the run or what
    was there before it, and is made as the last one on a server of the run's own; `safe` that it changes nothing,
    whatever its verb; `public` that it asks for no token. `undo` is the operation, with its arguments, that undoes a
    successful call. `user` names the user of the run's own server who calls it. `sdk` and `server` bound the releases
    that it is about.
    """

    arguments: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    after: tuple[Mapping[str, Any], ...] = ()
    consumes: bool = False
    dangerous: bool = False
    safe: bool = False
    public: bool = False
    refused: Mapping[str, Any] = field(default_factory=dict)
    undo: Mapping[str, Any] = field(default_factory=dict)
    user: str = ""
    sdk: str = ""
    server: str = ""


@dataclass(frozen=True, slots=True)
class LiveRecipe:
    """The whole of it. `arguments` are values by the name of an argument or of a body's field, at any operation."""

    arguments: Mapping[str, Any] = field(default_factory=dict)
    resources: Mapping[str, ResourceRecipe] = field(default_factory=dict)
    operations: Mapping[str, tuple[OperationRecipe, ...]] = field(default_factory=dict)
    unreachable: Mapping[str, str] = field(default_factory=dict)

    def operation(self, path: str, sdk: str, server: str) -> OperationRecipe:
        """What is said of an operation for these releases, by its name or else by the first pattern that fits it."""
        told = self.operations.get(path) or next(
            (tables for pattern, tables in self.operations.items() if fnmatchcase(path, pattern)), ()
        )
        return next((each for each in told if _fits(each.sdk, sdk) and _fits(each.server, server)), OperationRecipe())


def load_recipe(file: Path) -> LiveRecipe:
    """Read a recipe; a file that does not exist says nothing. Raises TargetError: what is wrong, and where."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return LiveRecipe()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TargetError(f"{file}: cannot be read as TOML: {error}") from None
    return _Reader(file).recipe(data)


_TOP: Final = ("arguments", "resources", "operations", "unreachable")


@dataclass(frozen=True, slots=True)
class _Reader:
    file: Path

    def recipe(self, data: Mapping[str, Any]) -> LiveRecipe:
        self.refuse_others("", data, _TOP)
        for key in _TOP:
            self.insist(key, data.get(key, {}), dict)
        resources = {
            name: self.made(f"resources.{name}", ResourceRecipe, table)
            for name, table in data.get("resources", {}).items()
        }
        operations = {
            path: tuple(
                self.made(f'operations."{path}"', OperationRecipe, table)
                for table in (tables if isinstance(tables, list) else [tables])
            )
            for path, tables in data.get("operations", {}).items()
        }
        return LiveRecipe(data.get("arguments", {}), resources, operations, data.get("unreachable", {}))

    def made(self, where: str, kind: type[Any], table: Any) -> Any:
        """One table as a value of its class; each key has the type of its default."""
        self.insist(where, table, dict)
        defaults = {name: getattr(kind(), name) for name in kind.__dataclass_fields__}
        self.refuse_others(where, table, defaults)
        given = {}
        for key, value in table.items():
            wanted = type(defaults[key])
            self.insist(f"{where}.{key}", value, list if wanted is tuple else wanted)
            given[key] = tuple(value) if wanted is tuple else value
        for key in {"sdk", "server"} & given.keys():
            self.insist_on_versions(f"{where}.{key}", str(given[key]))
        return kind(**given)

    def refuse_others(self, where: str, table: Mapping[str, Any], allowed: Collection[str]) -> None:
        for key in table:
            if key not in allowed:
                raise TargetError(
                    f"{self.file}: unknown key `{f'{where}.{key}'.lstrip('.')}`.\n  Allowed: {', '.join(allowed)}."
                )

    def insist(self, where: str, value: Any, kind: type) -> None:
        if not isinstance(value, kind):
            raise TargetError(f"{self.file}: `{where}` is {value!r}.\n  Expected: a {kind.__name__}.")

    def insist_on_versions(self, where: str, text: str) -> None:
        try:
            SpecifierSet(text)
        except InvalidSpecifier:
            raise TargetError(
                f'{self.file}: `{where}` is {text!r}.\n  Expected: a version specifier such as ">=1.22".'
            ) from None


def _fits(specifier: str, version: str) -> bool:
    """A version that is not PEP 440 fits what is said of all."""
    try:
        return not specifier or SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except InvalidVersion:
        return False
