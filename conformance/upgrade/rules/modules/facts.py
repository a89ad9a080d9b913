"""The names that public modules export: what only one release can import with `from package.module import name`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Module
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


def one_sided_exports(pair: ReleasePair, *, new: bool) -> Iterator[Export]:
    """The names that modules of both sides export on the new side only, or on the old side only."""
    has, lacks = (pair.new.api, pair.old.api) if new else (pair.old.api, pair.new.api)
    renamed = (
        {after: before for before, after in pair.alignment.definitions.items()} if new else pair.alignment.definitions
    )
    for name, module in has.modules.items():
        other = lacks.modules.get(name)
        if other is not None and not pair.is_internal(name) and module.file not in pair.definitions.unchanged:
            for exported in sorted(exported_names(module) - exported_names(other)):
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
    meaning = module.names.get(name, inside)
    other = lacks.modules[module.name]
    listed = name in other.names or inside in lacks.modules
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
        known = name in lacks.modules or module.file in reported_files or name.rpartition(".")[2] == RAW_CLIENT_MODULE
        known = known or any(f"{client}.".startswith(f"{name}.") for client in clients)
        if not known and not pair.is_internal(name) and not apart & set(module.names.values()):
            exporters = declared.exporters[new].get(name, ())
            yield module, tuple(dict.fromkeys((module.file, *exporters)))
