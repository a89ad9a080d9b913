"""Links: which operation makes what another operation asks for, inferred from the contract's URLs and models.

An item is found under the URL of its collection followed by its identity: what `POST /api/projects/` makes is what
`GET /api/projects/{id}/` asks for, and what an argument named `project` means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from conformance.contract.model import Contract, Operation, Parameter
from conformance.contract.openapi import shape_of
from conformance.contract.types import Type
from conformance.targets.live_recipe import LiveRecipe, ResourceRecipe

_NAMED: Final = re.compile(r"\{(\w+)\}")
_SUFFIXES: Final = ("_id", "_pk", "_ids", "_pks")


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that a server keeps. `collection` is the shape of the URL under which it is found by its identity.

    Either `create` makes it or `read` finds it, an operation each; `delete` removes it, "" where nothing does.
    """

    name: str
    collection: str
    recipe: ResourceRecipe
    create: str = ""
    read: str = ""
    delete: str = ""


class Links:
    """The resources of a contract, as far as the operations make them or the recipe tells."""

    def __init__(self, contract: Contract, recipe: LiveRecipe) -> None:
        found = [operation for path in contract.paths() if (operation := contract.operation(path)) is not None]
        self.operations: Mapping[str, Operation] = {operation.path: operation for operation in found}
        self.resources = self._inferred(recipe)
        self.by_collection = {each.collection: each for each in self.resources.values() if each.collection}

    def for_parameter(self, operation: Operation, parameter: Parameter) -> Resource | None:
        """What an argument identifies: in a path by what stands before it, elsewhere by its name."""
        if parameter.location == "path":
            return self.by_collection.get(_collection_of(operation.url, parameter.name))
        return self.by_name(parameter.wire_name, parameter.type)

    def by_name(self, name: str, declared: Type) -> Resource | None:
        """What an argument or a field of this name identifies, if its type can hold an identity."""
        kinds = {inner.kind for inner in declared.walk()}
        if not kinds & {"integer", "string", "any"} or "boolean" in kinds:
            return None
        return self.by_identity(name)

    def by_identity(self, name: str) -> Resource | None:
        """What an identity under this name identifies: `project`, `project_id`, `projects` and the like."""
        base = next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), name)
        return self.resources.get(base) or self.resources.get(singular(base) if base.endswith("s") else "")

    def item(self, operation: Operation) -> Resource | None:
        """What the operation is about as a whole: the last thing that its path identifies."""
        names = _NAMED.findall(operation.url)
        return self.by_collection.get(_collection_of(operation.url, names[-1])) if names else None

    def list_operation(self, resource: Resource) -> Operation | None:
        """The operation that lists what is of the same kind."""
        found = (each for each in self.operations.values() if each.method == "GET" and each.shape in {"value", "pager"})
        return next((each for each in found if shape_of(each.url) == resource.collection), None)

    def created_by(self, operation: Operation) -> Resource | None:
        """What a call of this operation makes."""
        return next((each for each in self.resources.values() if each.create == operation.path), None)

    def _inferred(self, recipe: LiveRecipe) -> dict[str, Resource]:
        told = dict(recipe.resources)
        found: dict[str, Resource] = {}
        for collection in sorted(self._collections(), key=lambda shape: (shape.count("/"), shape)):
            creator = self._creator(collection)
            name = self._told_name(collection, creator, told)
            if name is None and creator is None:
                continue
            name = name or self._free_name(collection, found)
            found[name] = self._resource(name, collection, creator, told.pop(name, ResourceRecipe()))
        for name, given in told.items():
            found[name] = self._resource(name, shape_of(given.collection), None, given)
        return found

    def _resource(self, name: str, collection: str, creator: Operation | None, told: ResourceRecipe) -> Resource:
        create = told.create or ("" if told.read or creator is None else creator.path)
        delete = told.delete or ("" if told.read else self._deleter(collection))
        return Resource(name, collection, told, create, told.read, delete)

    def _told_name(self, collection: str, creator: Operation | None, told: Mapping[str, ResourceRecipe]) -> str | None:
        """The name that the recipe gives to a collection: by its URL, by what makes it, or by its last step."""
        for name, each in told.items():
            if each.collection and shape_of(each.collection) == collection:
                return name
            if creator is not None and each.create == creator.path and not each.collection:
                return name
        own = singular(_last(collection))
        plain = own in told and not told[own].collection and not told[own].create
        return own if plain and collection.count("{}") == 0 else None

    def _free_name(self, collection: str, found: Mapping[str, Resource]) -> str:
        steps = [singular(step) for step in collection.split("/") if step and step != "{}"]
        for length in range(1, len(steps) + 1):
            name = "_".join(steps[-length:])
            if name not in found:
                return name
        return collection

    def _collections(self) -> set[str]:
        shapes = set()
        for operation in self.operations.values():
            shapes |= {_collection_of(operation.url, name) for name in _NAMED.findall(operation.url)}
        return shapes

    def _creator(self, collection: str) -> Operation | None:
        """The POST on the collection; otherwise one elsewhere that ends alike and answers with the same model."""
        posts = [each for each in self.operations.values() if each.method == "POST" and each.shape == "value"]
        here = [each for each in posts if shape_of(each.url) == collection]
        if here:
            return min(here, key=lambda each: each.path)
        models = {
            each.response.name
            for each in self.operations.values()
            if each.method == "GET" and each.response.kind == "model" and shape_of(each.url) == f"{collection}/{{}}"
        }
        alike = [
            each for each in posts if _last(shape_of(each.url)) == _last(collection) and each.response.name in models
        ]
        return min(alike, key=lambda each: each.path, default=None)

    def _deleter(self, collection: str) -> str:
        shapes = (each for each in self.operations.values() if each.method == "DELETE")
        return next((each.path for each in shapes if shape_of(each.url) == f"{collection}/{{}}"), "")


def _collection_of(url: str, parameter: str) -> str:
    return shape_of(url.partition("{" + parameter + "}")[0])


def _last(shape: str) -> str:
    return next((step for step in reversed(shape.split("/")) if step and step != "{}"), "")


def singular(name: str) -> str:
    """The name of one thing of a collection: `project` for `projects`, `policy` for `policies`."""
    # Not as in exchange/identifiers.py: recipes name resources, and there `redis` has to stay what it is.
    name = name.replace("-", "_")
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    plural = name.endswith("s") and not name.endswith(("ss", "is")) and len(name) > len("gcs")
    return name[:-1] if plural else name
