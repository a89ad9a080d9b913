"""Families of generators: what the SDKs of one generator have in common, one module for each.

`family` describes the facts, `fern`, `openapi_generator`, `stainless` and `speakeasy` are the families. A target names
its family; `conformance target new` recognises it by the modules of the package.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from conformance.targets.families.family import Family
from conformance.targets.families.fern import FERN
from conformance.targets.families.openapi_generator import OPENAPI_GENERATOR
from conformance.targets.families.speakeasy import SPEAKEASY
from conformance.targets.families.stainless import STAINLESS

FAMILIES: Final[Mapping[str, Family]] = {
    family.name: family for family in (FERN, STAINLESS, SPEAKEASY, OPENAPI_GENERATOR)
}


def family_of(package: str) -> Family | None:
    """The family of a package that is imported, None if it is of none."""
    for family in FAMILIES.values():
        if all(_exists(f"{package}.{module}") for module in family.modules):
            return family
    return None


def _exists(module: str) -> bool:
    with suppress(ImportError, ValueError, AttributeError):
        return importlib.util.find_spec(module) is not None
    return False
