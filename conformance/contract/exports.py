"""The public names of a package that cannot be loaded. Packages that load lazily list names without importing them."""

from __future__ import annotations

import importlib.metadata
import warnings
from collections.abc import Iterator
from contextlib import suppress
from types import ModuleType
from typing import Final

from conformance.targets.client import LOADING_ERRORS, Sdk, loading_error_text

MAX_DEPTH: Final = 4  # packages within packages


def broken_exports(sdk: Sdk) -> dict[str, str]:
    """The names in `__all__` of the package, and of the packages that it lists, that cannot be loaded, with the reason.

    A name is relative to the package. What several packages list has its shortest name. A module that needs a package
    which only an extra of the distribution installs is not broken.
    """
    found: dict[str, str] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecated names may warn when they are used
        for name, error in sorted(_failures(sdk, sdk.package, "", 0), key=lambda item: (item[0].count("."), item[0])):
            is_same = any(name.rpartition(".")[2] == shorter.rpartition(".")[2] for shorter in found)
            if not is_same and not _needs_extra(sdk, error):
                found[name] = loading_error_text(error)
    return found


def _failures(sdk: Sdk, module: ModuleType, prefix: str, depth: int) -> Iterator[tuple[str, BaseException]]:
    names = getattr(module, "__all__", ())
    for name in sorted({name for name in names if isinstance(name, str)}):
        try:
            value = getattr(module, name)
        except LOADING_ERRORS as error:
            yield prefix + name, error
            continue
        inner = isinstance(value, ModuleType) and value.__name__ == f"{module.__name__}.{name}"
        if inner and depth < MAX_DEPTH:
            yield from _failures(sdk, value, f"{prefix}{name}.", depth + 1)


def _needs_extra(sdk: Sdk, error: BaseException | None) -> bool:
    """Whether a module of another package is missing, and the distribution has extras that may install it."""
    while error is not None:
        missing = error.name if isinstance(error, ModuleNotFoundError) else None
        if missing and missing.split(".")[0] != sdk.target.package.split(".")[0]:
            return _has_extras(sdk.target.distribution)
        error = error.__cause__ or error.__context__
    return False


def _has_extras(distribution: str) -> bool:
    with suppress(importlib.metadata.PackageNotFoundError):
        return any("extra ==" in requirement for requirement in importlib.metadata.requires(distribution) or ())
    return False
