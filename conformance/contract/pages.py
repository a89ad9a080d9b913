"""The pages of pagers: older releases declare a pager's items, but not the model of its page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from conformance.contract.annotations import Annotations
from conformance.contract.model import Model
from conformance.contract.sample_payload import sample_payload
from conformance.contract.types import Type
from conformance.targets.client import Sdk, public_values


class PageModels:
    """Finds the models that may be a pager's page, and reads them into `annotations`."""

    def __init__(self, sdk: Sdk, annotations: Annotations) -> None:
        self.sdk, self.annotations = sdk, annotations

    @cached_property
    def _package_models(self) -> Annotations:
        """Every model of the package's `types`."""
        found = Annotations(self.sdk.relative)
        types = getattr(self.sdk.package, "types", None)
        for _, value in public_values(types):
            found.read(value)
        return found

    def candidates(self, item: Type) -> list[Type]:
        """The models with a list of such items, those named after paging first."""
        models = [
            model
            for model in self._package_models.models.values()
            if any(field.type == Type("list", (item,)) for field in model.fields)
        ]
        models.sort(key=lambda model: ("paginat" not in model.name.lower(), model.name))
        return [self.annotations.read(self._package_models.classes[model.name]) for model in models]

    def list_keys(self, page: Type) -> list[str]:
        """The wire names of a page's lists."""
        fields = self.annotations.models[page.name].fields if page.kind == "model" else ()
        return [field.wire_name for field in fields if any(member.kind == "list" for member in field.type.members)]


def short_page(_page: Type, key: str, _models: Mapping[str, Model]) -> dict[str, Any]:
    """A page with one item that has no field."""
    return {key: [{}]}


def full_page(page: Type, key: str, models: Mapping[str, Model]) -> dict[str, Any]:
    """A page whose fields all have a value, with items in one list only."""
    lists = {
        field.wire_name
        for field in models[page.name].fields
        if field.wire_name != key and any(member.kind == "list" for member in field.type.members)
    }
    return {**sample_payload(page, models), **{name: [] for name in lists}}
