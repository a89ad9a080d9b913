"""Describes an unknown SDK as the draft of a target: its clients are found by their looks, then called and observed."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import re
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Final

from conformance.contract.client_search import (
    ClientClass,
    client_classes,
    client_pairs,
    common_prefix,
    environment_variables,
    package_names,
)
from conformance.contract.observe_client import ClientObservation
from conformance.targets.client import LOADING_ERRORS, Sdk, loading_error_text
from conformance.targets.families import FAMILIES, family_of
from conformance.targets.families.fern import FERN
from conformance.targets.target import Target
from conformance.targets.target_draft import DraftBuilder, TargetDraft
from conformance.targets.target_keys import KEYS

# variables that the system and Python need; any other may be a setting of an SDK that is not known yet
_OF_THE_SYSTEM: Final = re.compile(
    r"PATH|HOME|USER(?:PROFILE)?|LANG|LC_\w+|TZ|TMPDIR|TE?MP|PYTHON\w*|LD_LIBRARY_PATH|DYLD_\w+|SSL_CERT_(?:FILE|DIR)|"
    r"SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|(?:LOCAL)?APPDATA|PROGRAMDATA|HYPOTHESIS_\w+|CONFORMANCE_CACHE"
)
MOST_PACKAGES: Final = 10  # of one distribution that are imported
_NEEDED_FIRST: Final = (
    "package",
    "client.sync",
    "client.base_url",
    "client.arguments",
    "call.options",
)  # in this order


def describe_package(distribution: str, package: str = "") -> TargetDraft:
    """Import a package and describe it. `package` is its name where that is known; otherwise it is looked up.

    The process loses the environment variables that could configure the SDK: a draft must not contain their values.
    """
    _forget_settings()
    version = "unknown"
    with suppress(importlib.metadata.PackageNotFoundError):
        version = importlib.metadata.version(distribution)
    draft = DraftBuilder({"distribution": distribution})
    names = [package] if package else package_names(distribution)
    found = _first_with_clients(names[:MOST_PACKAGES], draft)
    if found is None:
        draft.unknown["client.sync"] = "no package of the distribution could be imported"
        if not names:
            draft.unknown["package"] = f"no importable package of {distribution} was found"
        elif len(names) == 1:
            draft.texts["package"] = names[0]
        else:
            draft.unknown["package"] = f"found: {', '.join(names)}"
    else:
        module, clients = found
        draft.texts["package"] = module.__name__
        _describe_clients(module, version, clients, draft)
    missing = next((name for name in _NEEDED_FIRST if not draft.has(name) or name in draft.unknown), "")
    for key in KEYS:
        if key.required and key.table in {"", "client", "call", "errors"} and not _has(draft, key.name):
            is_first = key.name == missing or not missing
            draft.unknown[key.name] = (
                "it was not found" if is_first else f"it was not looked for, because `{missing}` is not known"
            )
    return draft.build(version)


def _has(draft: DraftBuilder, name: str) -> bool:
    """Whether a key was looked for, or the family needs none."""
    family = FAMILIES.get(draft.texts.get("family", ""))
    return draft.has(name) or (family is not None and name in family.unneeded_keys)


def _forget_settings() -> None:
    for name in [name for name in os.environ if not _OF_THE_SYSTEM.fullmatch(name.upper())]:
        del os.environ[name]


def _first_with_clients(names: list[str], draft: DraftBuilder) -> tuple[ModuleType, list[ClientClass]] | None:
    """The first package that has client classes, or that can be imported at all."""
    imported = []
    for name in names:
        try:
            module = importlib.import_module(name)
        except LOADING_ERRORS as error:
            draft.notes.append(f"{name} cannot be imported: {loading_error_text(error)}")
            continue
        clients = client_classes(module, family_of(module.__name__))
        imported.append((module, clients))
        if any(client.twin == "sync" for client in clients):
            return imported[-1]
    return imported[0] if imported else None


def _describe_clients(module: ModuleType, version: str, clients: list[ClientClass], draft: DraftBuilder) -> None:
    pairs = client_pairs(clients, module.__name__)
    if not pairs:
        why = "no class of the package takes an httpx client"
        names = [client.name for client in clients if client.twin == "async"]
        draft.unknown["client.sync"] = why if not names else "only async clients take an httpx client"
        draft.unknown["client.async"] = f"candidates: {', '.join(names)}" if names else why
        return
    family = family_of(module.__name__)
    if family is not None:
        draft.texts["family"] = family.name
    (sync, asynchronous), others = pairs[0], pairs[1:]
    draft.texts["client.sync"] = sync.name
    if others:
        draft.notes.append(f"other clients: {', '.join(pair[0].name for pair in others)}")
    if asynchronous is None and not (family is not None and family.is_sync):
        found = ", ".join(client.name for client in clients if client.twin == "async")
        draft.unknown["client.async"] = f"candidates: {found}" if found else "no async class takes an httpx client"
    elif asynchronous is not None:
        draft.texts["client.async"] = asynchronous.name
    if sync.transport:
        draft.texts["client.transport"] = sync.transport
    if asynchronous is not None and asynchronous.transport != sync.transport:
        draft.texts["client.async_transport"] = asynchronous.transport
    if not sync.base_url:
        draft.unknown["client.base_url"] = f"the arguments are {', '.join(sync.parameters) or 'none'}"
    else:
        draft.texts["client.base_url"] = sync.base_url
    _describe_variables([sync.cls, *([asynchronous.cls] if asynchronous else [])], draft)
    if sync.base_url:
        sdk = Sdk(_target(draft), module, version)
        try:
            has_async = asynchronous is not None
            ClientObservation(sdk, sync, has_async=has_async, draft=draft, family=family).run()
        finally:
            sdk.close()


def _describe_variables(classes: list[type], draft: DraftBuilder) -> None:
    variables = environment_variables(classes)
    prefix = common_prefix(variables)
    if prefix:
        draft.texts["client.settings_prefix"] = prefix
    elif variables:
        draft.notes.append(
            f"client.settings_prefix: the environment variables have no common prefix: {', '.join(variables)}"
        )


def _target(draft: DraftBuilder) -> Target:
    """The target as far as it is known."""
    return Target(
        folder=Path(),
        distribution=draft.texts["distribution"],
        package=draft.texts["package"],
        sync_client=draft.texts["client.sync"],
        async_client=draft.texts.get("client.async", ""),
        base_url_argument=draft.texts["client.base_url"],
        transport_argument=draft.texts.get("client.transport", ""),
        async_transport_argument=draft.texts.get("client.async_transport", ""),
        family=FAMILIES[draft.texts.get("family", FERN.name)],
    )
