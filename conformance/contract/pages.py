"""Models that contain a response's data: the pages of pagers, and envelopes of which a method returns one field.

Older releases declare a pager's items, but not the model of its page. No release declares an envelope.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from conformance.contract.annotations import Annotations
from conformance.contract.model import Model
from conformance.contract.sample_payload import sample_payload
from conformance.contract.types import Type
from conformance.targets.client import Sdk, public_values

MOST_ENVELOPES: Final = 20  # that are tried for one operation


class PageModels:
    """Finds the models that may be a pager's page, and reads them into `annotations`.

    `searched` says that all models of the package were looked at.
    """

    def __init__(self, sdk: Sdk, annotations: Annotations) -> None:
        self.sdk, self.annotations = sdk, annotations
        self.searched = False

    def candidates(self, item: Type) -> Iterator[list[Type]]:
        """The models with a list of such items, those named after paging first: of `types`, then of the whole package.

        Older releases declare a page beside its client, and export it from the package only.
        """
        self.searched = True
        for models in (self._type_models, self._package_models):
            yield [self.annotations.read(models.classes[model.name]) for model in _pages_of(models, item)]

    @cached_property
    def _type_models(self) -> Annotations:
        """Every model of the package's `types`."""
        return self._models_of(value for _, value in public_values(getattr(self.sdk.package, "types", None)))

    @cached_property
    def _package_models(self) -> Annotations:
        """Every model that the package itself exports."""
        return self._models_of(value for _, value in public_values(self.sdk.package) if isinstance(value, type))

    def _models_of(self, values: Iterable[Any]) -> Annotations:
        found = Annotations(self.sdk.relative, family=self.sdk.target.family)
        for value in values:
            found.read(value)
        return found

    def envelopes(self, declared: Type) -> list[tuple[Type, str]]:
        """The models with a field of a type, and the wire name of that field; those with the fewest fields first."""
        self.searched = True
        wanted = declared.without_null()
        found = [
            (model, field.wire_name)
            for model in self._type_models.models.values()
            for field in model.fields
            if field.type.without_null() == wanted
        ]
        found.sort(key=lambda pair: (len(pair[0].fields), pair[0].name))
        classes = self._type_models.classes
        return [(self.annotations.read(classes[model.name]), name) for model, name in found[:MOST_ENVELOPES]]

    def list_keys(self, page: Type) -> list[str]:
        """The wire names of a page's lists."""
        fields = self.annotations.models[page.name].fields if page.kind == "model" else ()
        return [field.wire_name for field in fields if any(member.kind == "list" for member in field.type.members)]


def _pages_of(found: Annotations, item: Type) -> list[Model]:
    models = [
        model
        for model in found.models.values()
        if any(Type("list", (item,)) in field.type.members for field in model.fields)
    ]
    return sorted(models, key=lambda model: ("paginat" not in model.name.lower(), model.name))


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
