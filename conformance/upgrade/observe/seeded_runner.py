"""Calls an observed release with fixed random numbers, and finds its classes by their old names."""

from __future__ import annotations

import importlib
import random
from collections.abc import Iterator, Mapping
from typing import Any

from conformance.contract.model import Model
from conformance.exchange.call_sdk import ArgumentRefused, CallRequest, SdkRunner
from conformance.exchange.model import Exchange
from conformance.targets.client import Sdk


class ReleaseClasses(Mapping[str, type]):
    """The SDK's classes by their names in the old release, imported on first use."""

    def __init__(self, package: str, renamed: Mapping[str, str]) -> None:
        self.package, self.renamed = package, renamed
        self.found: dict[str, type] = {}

    def __getitem__(self, name: str) -> type:
        if name not in self.found:
            module, _, short = self.renamed.get(name, name).rpartition(".")
            self.found[name] = getattr(importlib.import_module(f"{self.package}.{module}".rstrip(".")), short)
        return self.found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


class SeededRunner(SdkRunner):
    """Runs every exchange with the same random numbers, because the waits of a retry are jittered.

    `models` are those of the arguments.
    """

    def __init__(self, sdk: Sdk, classes: Mapping[str, type], models: Mapping[str, Model]) -> None:
        super().__init__(sdk, classes)
        self.models = models

    async def _exchange(self, request: CallRequest, arguments: dict[str, Any] | ArgumentRefused) -> Exchange:
        random.seed(0)
        return await super()._exchange(request, arguments)

    def _construct(self, model: str, fields: Mapping[str, Any]) -> Any:
        """The model, or a plain dict where this release has no such class, so that its request can be compared."""
        try:
            self.classes[model]
        except (ImportError, AttributeError):
            names = {field_.name: field_.wire_name for field_ in self.models[model].fields}
            return {names.get(name, name): value for name, value in fields.items()}
        return super()._construct(model, fields)
