"""The names that public modules export: what only one release can import with `from package.module import name`."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Attribute, Module
from conformance.upgrade.source.public_callables import RAW_CLIENT_MODULE

if TYPE_CHECKING:
    from conformance.upgrade.pair import ReleasePair


@dataclass(frozen=True, slots=True)
class Export:
    """A name that a module exports on one side only, although both sides have its definition.

    `listed`: only `__all__` differs, so the name can still be imported explicitly.
    """

    subject: str
    name: str
    meaning: str
    home: str
    line: str
    file: str
    listed: bool


def exported_names(module: Module) -> frozenset[str]:
    """The names that a module exports: those of `__all__`, or else the public names of a package."""
    if module.exports is not None:
        return frozenset(module.exports)
    if module.file.endswith("/__init__.py"):
        return frozenset(name for name in module.names if not name.startswith("_"))
    return frozenset()


def importable_names(module: Module, api: Api) -> frozenset[str]:
    """The names that callers can import from a module, as its source shows.

    Those are the exported names that lead to something (`__all__` may list others), and the public definitions that a
    package imports: programs import them whether or not `__all__` has them.
    """
    exported = exported_names(module) - _broken_exports(module, api)
    if not module.file.endswith("/__init__.py"):
        return exported
    imported = (name for name, meaning in module.names.items() if meaning in api.definitions and name != meaning)
    return exported | ({name for name in imported if not name.startswith("_")} - _broken_exports(module, api))


def import_line(meaning: str, name: str, api: Api) -> str:
    """The import of a definition, from where it is exported, or else from the module that defines it."""
    line = api.import_line(meaning)
    home = line.split()[1].removeprefix(api.package).removeprefix(".") if line.startswith("from ") else ""
    exporter = api.modules.get(home)
    if exporter is None or name not in _broken_exports(exporter, api):
        return line
    return f"from {api.package}.{meaning.rpartition('.')[0]} import {name}"


def _broken_exports(module: Module, api: Api, within: frozenset[str] = frozenset()) -> frozenset[str]:
    """The exported names that the module neither binds nor loads on first use, or loads from where they are missing.

    `within` are the modules that load their names from this one.
    """
    lazy = dict(_lazy_modules(module))
    chain = within | {module.name}
    missing = {name for name, source in lazy.items() if source not in api.modules}
    for source in {*lazy.values()} & api.modules.keys() - chain:
        names = {name for name in lazy if lazy[name] == source}
        missing |= names & _broken_exports(api.modules[source], api, chain)
    if "__getattr__" not in module.definitions and module.exports is not None:
        inside = (f"{module.name}.{name}".removeprefix(".") for name in module.exports)
        submodules = {path.rpartition(".")[2] for path in inside if path in api.modules}
        missing |= set(module.exports) - module.names.keys() - submodules
    return frozenset(missing)


def _lazy_modules(module: Module) -> Iterator[tuple[str, str]]:
    """The modules from which a package loads names on first use: a mapping of names to relative modules."""
    if "__getattr__" not in module.definitions:
        return
    for definition in module.definitions.values():
        if isinstance(definition, Attribute) and definition.value.startswith("{"):
            with suppress(ValueError, SyntaxError):
                found = ast.literal_eval(definition.value)
                for name, source in found.items() if isinstance(found, dict) else ():
                    if name in (module.exports or ()) and isinstance(source, str) and source.startswith("."):
                        steps = module.name.split(".") if module.name else []
                        up = len(source) - len(source.lstrip(".")) - 1
                        yield name, ".".join([*steps[: len(steps) - up], source.lstrip(".")]).rstrip(".")


def one_sided_exports(pair: ReleasePair, *, new: bool) -> Iterator[Export]:
    """The names that modules of both sides export on the new side only, or on the old side only."""
    has, lacks = (pair.new.api, pair.old.api) if new else (pair.old.api, pair.new.api)
    renamed = (
        {after: before for before, after in pair.alignment.definitions.items()} if new else pair.alignment.definitions
    )
    for name, module in has.modules.items():
        other = lacks.modules.get(name)
        same = module.file in pair.definitions.unchanged and "__getattr__" not in module.definitions
        if other is not None and not pair.is_internal(name) and not same:
            lost = importable_names(module, has) - importable_names(other, lacks)
            for exported in sorted(lost | (exported_names(module) - exported_names(other))):
                found = _export(has, lacks, module, exported, renamed)
                if found is not None:
                    yield found


def redefined_exports(pair: ReleasePair) -> Iterator[tuple[Export, str]]:
    """The exported names that refer to another definition on the new side, with that definition's name."""
    renamed = pair.alignment.definitions
    for name, module in pair.old.api.modules.items():
        other = pair.new.api.modules.get(name)
        if other is not None and not pair.is_internal(name) and module.file not in pair.definitions.unchanged:
            for exported in sorted(exported_names(module) & exported_names(other)):
                meaning, now = module.names.get(exported, ""), other.names.get(exported, "")
                known = meaning in pair.old.api.definitions and now in pair.new.api.definitions
                if known and now not in {meaning, renamed.get(meaning)}:
                    home = f"{pair.old.api.package}.{name}".rstrip(".")
                    line = f"from {home} import {exported}"
                    subject = name or pair.old.api.package
                    yield Export(subject, exported, meaning, home, line, module.file, listed=False), now


def _export(has: Api, lacks: Api, module: Module, name: str, renamed: Mapping[str, str]) -> Export | None:
    inside = f"{module.name}.{name}".removeprefix(".")
    lazy = {short: f"{source}.{short}" for short, source in _lazy_modules(module)}
    meaning = module.names.get(name, lazy.get(name, inside))
    other = lacks.modules[module.name]
    listed = (name in other.names or inside in lacks.modules) and name not in _broken_exports(other, lacks)
    if meaning not in has.definitions and meaning not in has.modules:
        return None
    if not listed and meaning not in lacks.definitions and meaning not in lacks.modules:
        return None
    if meaning in renamed:
        return None
    home = f"{has.package}.{module.name}".rstrip(".")
    return Export(module.name or has.package, name, meaning, home, f"from {home} import {name}", module.file, listed)


def unreported_modules(pair: ReleasePair, *, new: bool) -> Iterator[tuple[Module, tuple[str, ...]]]:
    """Public modules of one side only that no other rule reports, and the files that name them."""
    has, lacks = (pair.new.api, pair.old.api) if new else (pair.old.api, pair.new.api)
    declared, names = pair.definitions, pair.alignment.definitions
    reported_files = {file for files in has.operation_files.values() for file in files}
    clients = {owner.rpartition(".")[0] for owners in has.clients.values() for owner in owners.values()}
    reported_files |= {has.definitions[name].file for name in (names.values() if new else names)}
    apart = {definition.name for definition in (declared.added if new else declared.removed)}
    for name, module in has.modules.items():
        if not name:
            continue  # the package itself: that it cannot be imported is reported
        known = name in lacks.modules or module.file in reported_files or name.rpartition(".")[2] == RAW_CLIENT_MODULE
        known = known or any(f"{client}.".startswith(f"{name}.") for client in clients)
        if not known and not pair.is_internal(name) and not apart & set(module.names.values()):
            exporters = declared.exporters[new].get(name, ())
            yield module, tuple(dict.fromkeys((module.file, *exporters)))


def broken_modules(pair: ReleasePair) -> Iterator[tuple[Module, str]]:
    """The modules of the new side that import a missing name of the package, which they did not before, with that name.

    A package that cannot be imported at all has only its own error.
    """
    if pair.new.import_error:
        return
    before = {module.name for module in pair.old.api.modules.values() if _missing_import(module, pair.old.api)}
    for name, module in pair.new.api.modules.items():
        known = name in pair.old.api.modules and name not in before and not pair.is_internal(name)
        missing = _missing_import(module, pair.new.api) if known else ""
        if missing and module.file not in pair.definitions.unchanged:
            yield module, missing


def _missing_import(module: Module, api: Api) -> str:
    """A name that a module imports from another one of the package, which does not have it; "" where all exist."""
    own = {definition.name for definition in module.definitions.values()}
    for meaning in module.names.values():
        source, _, name = meaning.rpartition(".")
        if not source or source in sys.stdlib_module_names:
            continue  # names of other packages are absolute: they may look like names of this one
        found = api.modules.get(source)
        if found is None or found is module or meaning in own or meaning in api.modules:
            continue
        if name not in found.names and "__getattr__" not in found.definitions:
            return meaning
    return ""
