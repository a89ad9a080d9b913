"""Models that contain a response's data: the pages of pagers, and envelopes of which a method returns one field.

Older releases declare a pager's items, but not the model of its page. No release declares an envelope.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from conformance.contract.annotations import Annotations
from conformance.contract.model import Model
from conformance.contract.sample_payload import sample_payload
from conformance.contract.types import Type
from conformance.targets.client import Sdk, public_values

MOST_ENVELOPES: Final = 20  # that are tried for one operation


class PageModels:
    """Finds the models that may be a pager's page, and reads them into `annotations`."""

    def __init__(self, sdk: Sdk, annotations: Annotations) -> None:
        self.sdk, self.annotations = sdk, annotations

    @cached_property
    def _package_models(self) -> Annotations:
        """Every model of the package's `types`."""
        found = Annotations(self.sdk.relative, family=self.sdk.target.family)
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

    def envelopes(self, declared: Type) -> list[tuple[Type, str]]:
        """The models with a field of a type, and the wire name of that field; those with the fewest fields first."""
        wanted = declared.without_null()
        found = [
            (model, field.wire_name)
            for model in self._package_models.models.values()
            for field in model.fields
            if field.type.without_null() == wanted
        ]
        found.sort(key=lambda pair: (len(pair[0].fields), pair[0].name))
        classes = self._package_models.classes
        return [(self.annotations.read(classes[model.name]), name) for model, name in found[:MOST_ENVELOPES]]

    def list_keys(self, page: Type) -> list[str]:
        """The wire names of a page's lists."""
        fields = self.annotations.models[page.name].fields if page.kind == "model" else ()
        return [field.wire_name for field in fields if any(member.kind == "list" for member in field.type.members)]


def short_page(_page: Type, key: str, _models: Mapping[str, Model]) -> dict[str, Any]:
    """A page with one item that has no field."""
    return {key: [{}]}


def enveloped(page: Type, key: str, payload: Any, models: Mapping[str, Model]) -> dict[str, Any]:
    """A payload as one field of a model."""
    return {**sample_payload(page, models), key: payload}


def full_page(page: Type, key: str, models: Mapping[str, Model]) -> dict[str, Any]:
    """A page whose fields all have a value, with items in one list only."""
    lists = {
        field.wire_name
        for field in models[page.name].fields
        if field.wire_name != key and any(member.kind == "list" for member in field.type.members)
    }
    return {**sample_payload(page, models), **{name: [] for name in lists}}
