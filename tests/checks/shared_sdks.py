"""Fixtures that stand in one SDK, whose calls are made once for all of them.

Fixtures stand together if they change different parts of acme, and the check of none finds anything in another. One
that hides or changes what another shows has `ALONE = True`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import ModuleType
from typing import Any

from conformance.finding import PACKAGE
from conformance.judging.judgement import Judgement
from tests.checks.cases import other_checks
from tests.vocabulary import acme_engine, import_acme, judge

Part = tuple[str, str]  # a module or class, and the name of an attribute


class SharedSdk:
    """The SDK of some fixtures."""

    def __init__(self) -> None:
        self.cases: dict[str, ModuleType] = {}
        self.changed: frozenset[Part] = frozenset()

    def takes(self, check: str, case: ModuleType, changed: frozenset[Part]) -> bool:
        """Whether the fixture of a check can stand with those that are here."""
        alone = any(getattr(one, "ALONE", False) for one in (case, *self.cases.values()))
        meets = self.other_checks & {check} or other_checks(case) & self.cases.keys()
        return not alone and not meets and not changed & self.changed

    @property
    def checks(self) -> set[str]:
        """The checks that find something in them."""
        return {finding.id.split(":")[0] for finding in self.judged.findings}

    @property
    def other_checks(self) -> set[str]:
        """The checks that find something in these fixtures."""
        return {check for case in self.cases.values() for check in other_checks(case)}

    @cached_property
    def judged(self) -> Judgement:
        """The judgement of the package."""

        def alter(sdk: Any) -> None:
            for case in self.cases.values():
                case.alter(sdk)

        return judge(acme_engine(alter), PACKAGE)


def put_together(cases: Mapping[str, ModuleType]) -> list[SharedSdk]:
    """The SDKs of some fixtures, which are given by check: each stands in the first one that takes it."""
    sdks: list[SharedSdk] = []
    for check, case in cases.items():
        changed = _changed_parts(case)
        sdk = next((sdk for sdk in sdks if sdk.takes(check, case, changed)), None)
        if sdk is None:
            sdks.append(sdk := SharedSdk())
        sdk.cases[check] = case
        sdk.changed |= changed
    return sdks


def _changed_parts(case: ModuleType) -> frozenset[Part]:
    """The attributes of acme that a fixture changes."""
    sdk = import_acme()
    try:
        before = dict(_parts_of_acme())
        case.alter(sdk.package)
        after = dict(_parts_of_acme())
    finally:
        sdk.close()
    return frozenset(part for part in before.keys() | after.keys() if before.get(part) is not after.get(part))


def _parts_of_acme() -> Iterator[tuple[Part, Any]]:
    modules = {name: vars(module) for name, module in sys.modules.items() if name.split(".")[0] == "acme_sdk"}
    for name, attributes in modules.items():
        for attribute, value in [*attributes.items()]:
            yield (name, attribute), value
            if isinstance(value, type) and value.__module__ == name:
                yield from (((f"{name}.{attribute}", inner), held) for inner, held in vars(value).items())
