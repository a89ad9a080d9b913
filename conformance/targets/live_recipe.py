"""The live recipe (`live.toml`): values that calls of a real server need and that cannot be inferred."""

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
    """How to get a resource: the operation `create` creates it, or `read` looks it up.

    `id` is the dotted path of its identity in the response, `arguments` are those of the operation. `collection` is the
    URL that its identity follows, `delete` the operation that deletes it; both are inferred if they are not given.
    `request` creates it if no operation of the SDK does: `method`, `url`, and `json` or `files` (by field: name,
    content, type). `before` are the resources that have to exist first.
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
    """How to call one operation.

    `arguments` are values of arguments that are always given, `values` those of arguments that only some cases give,
    `refused` those that a server refuses although their types are right. `before` are the resources that have to exist
    besides those that arguments name, `after` the operations, with their arguments, that have to be called first.
    `consumes`: each call needs new resources. `dangerous`: the call would break the run or existing data; it is made
    last, on a server that this run started. `safe`: the call changes nothing, whatever its verb. `public`: it needs no
    token. `undo` is the operation, with its arguments, that reverts a successful call. `user` names the user who calls,
    on a server that this run started. `contents` is the operation whose response has the type of the items of a file
    that is a JSON list: an export of tasks has items like `tasks.get`. `sdk` and `server` limit the releases that this
    applies to.
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
    contents: str = ""
    sdk: str = ""
    server: str = ""


@dataclass(frozen=True, slots=True)
class LiveRecipe:
    """The whole recipe. `arguments` are values for arguments and fields of bodies of any operation, by name."""

    arguments: Mapping[str, Any] = field(default_factory=dict)
    resources: Mapping[str, ResourceRecipe] = field(default_factory=dict)
    operations: Mapping[str, tuple[OperationRecipe, ...]] = field(default_factory=dict)
    unreachable: Mapping[str, str] = field(default_factory=dict)

    def operation(self, path: str, sdk: str, server: str) -> OperationRecipe:
        """The recipe of an operation for these releases, by its name or else by the first matching pattern."""
        recipes = self.operations.get(path) or next(
            (tables for pattern, tables in self.operations.items() if fnmatchcase(path, pattern)), ()
        )
        return next(
            (recipe for recipe in recipes if _includes(recipe.sdk, sdk) and _includes(recipe.server, server)),
            OperationRecipe(),
        )


def load_recipe(file: Path) -> LiveRecipe:
    """Read a recipe; a file that does not exist is an empty one. Raises TargetError with the problem and its line."""
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
        self.require_known_keys("", data, _TOP)
        for key in _TOP:
            self.require(key, data.get(key, {}), dict)
        resources = {
            name: self.parse(f"resources.{name}", ResourceRecipe, table)
            for name, table in data.get("resources", {}).items()
        }
        operations = {
            path: tuple(
                self.parse(f'operations."{path}"', OperationRecipe, table)
                for table in (tables if isinstance(tables, list) else [tables])
            )
            for path, tables in data.get("operations", {}).items()
        }
        return LiveRecipe(data.get("arguments", {}), resources, operations, data.get("unreachable", {}))

    def parse(self, where: str, kind: type[Any], table: Any) -> Any:
        """Parse one table; each key has the type of its default."""
        self.require(where, table, dict)
        defaults = {name: getattr(kind(), name) for name in kind.__dataclass_fields__}
        self.require_known_keys(where, table, defaults)
        given = {}
        for key, value in table.items():
            wanted = type(defaults[key])
            self.require(f"{where}.{key}", value, list if wanted is tuple else wanted)
            given[key] = tuple(value) if wanted is tuple else value
        for key in {"sdk", "server"} & given.keys():
            self.require_versions(f"{where}.{key}", str(given[key]))
        return kind(**given)

    def require_known_keys(self, where: str, table: Mapping[str, Any], allowed: Collection[str]) -> None:
        for key in table:
            if key not in allowed:
                raise TargetError(
                    f"{self.file}: unknown key `{f'{where}.{key}'.lstrip('.')}`.\n  Allowed: {', '.join(allowed)}."
                )

    def require(self, where: str, value: Any, kind: type) -> None:
        if not isinstance(value, kind):
            raise TargetError(f"{self.file}: `{where}` is {value!r}.\n  Expected: a {kind.__name__}.")

    def require_versions(self, where: str, text: str) -> None:
        try:
            SpecifierSet(text)
        except InvalidSpecifier:
            raise TargetError(
                f'{self.file}: `{where}` is {text!r}.\n  Expected: a version specifier such as ">=1.22".'
            ) from None


def _includes(specifier: str, version: str) -> bool:
    """Whether a specifier includes a version; one that is not PEP 440 is only included by the empty specifier."""
    try:
        return not specifier or SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except InvalidVersion:
        return False
