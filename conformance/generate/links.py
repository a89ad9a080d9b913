"""Links: which operation creates what another operation needs, inferred from the contract's URLs and models.

The URL of an item is that of its collection followed by its identity: `POST /api/projects/` creates what
`GET /api/projects/{id}/` and an argument named `project` need.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from conformance.contract.model import Contract, Operation, Parameter
from conformance.contract.types import Type
from conformance.contract.url_shape import shape_of
from conformance.targets.live_recipe import LiveRecipe, ResourceRecipe

_NAMED: Final = re.compile(r"\{(\w+)\}")
_BY_NAME: Final = 3  # the rank of an operation that only the end of its path connects with a resource
_SUFFIXES: Final = ("_id", "_pk", "_ids", "_pks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something that a server keeps. `collection` is the shape of the URL that its identity follows.

    Either the operation `create` creates it, or `read` looks it up. `delete` deletes it, "" if no operation does.
    """

    name: str
    collection: str
    recipe: ResourceRecipe
    create: str = ""
    read: str = ""
    delete: str = ""


class Links:
    """The resources of a contract: those that operations create, and those of the recipe."""

    def __init__(self, contract: Contract, recipe: LiveRecipe) -> None:
        operations = (contract.operation(path) for path in contract.paths())
        self.operations: Mapping[str, Operation] = {
            operation.path: operation for operation in operations if operation is not None
        }
        self.resources = self._infer(recipe)
        self.by_collection = {
            resource.collection: resource for resource in self.resources.values() if resource.collection
        }

    def for_parameter(self, operation: Operation, parameter: Parameter) -> Resource | None:
        """The resource that an argument identifies: in a path by the path before it, elsewhere by its name."""
        if parameter.location == "path":
            return self.by_collection.get(_collection_of(operation.url, parameter.name))
        return self.by_name(parameter.wire_name, parameter.type)

    def by_name(self, name: str, declared: Type) -> Resource | None:
        """The resource that an argument or field of this name identifies, if its type can hold an identity."""
        kinds = {inner.kind for inner in declared.walk()}
        if not kinds & {"integer", "string", "any"} or "boolean" in kinds:
            return None
        return self.by_argument_name(name)

    def by_argument_name(self, name: str) -> Resource | None:
        """The resource that an identity of this name belongs to: `project`, `project_id`, `projects` and so on."""
        base = next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), name)
        return self.resources.get(base) or self.resources.get(singular(base) if base.endswith("s") else "")

    def list_operations(self, resource: Resource) -> tuple[Operation, ...]:
        """The operations whose responses list resources of this kind, the nearest first.

        These are the reads of its collection; then those that return lists of the resource's model, as the annotations
        of a task do for `/api/annotations/{id}`; then those whose path ends with the name of the collection.
        """
        ranked = [(self._list_rank(resource, operation), operation) for operation in self.operations.values()]
        nearest = sorted(
            (rank, shape_of(operation.url).count("{}"), operation.path) for rank, operation in ranked if rank
        )
        return tuple(self.operations[path] for _, _, path in nearest)

    def listed_by(self, operation: Operation) -> Resource | None:
        """The resource that an operation lists, None if it lists none that the contract knows."""
        ranked = ((self._list_rank(resource, operation), name) for name, resource in self.resources.items())
        rank, name = min(((rank, name) for rank, name in ranked if rank), default=(0, ""))
        return self.resources[name] if rank else None

    def _list_rank(self, resource: Resource, operation: Operation) -> int:
        """How surely an operation lists a resource: 1 is the surest, 0 is not at all."""
        if operation.method != "GET" or operation.shape not in {"value", "pager"}:
            return 0
        shape, item = shape_of(operation.url), listed_type(operation)
        create = self.operations.get(resource.create)
        if shape == resource.collection or (create is not None and shape == shape_of(create.url)):
            return 1
        if item is None:
            return 0
        models = {inner.name for inner in item.members if inner.kind == "model"}
        if models & self._item_models(resource):
            return 2
        last, own = _last_segment(shape), _last_segment(resource.collection)
        is_other = shape in self.by_collection or shape.endswith("{}")
        return _BY_NAME if models and own and not is_other and singular(last) == singular(own) else 0

    def _item_models(self, resource: Resource) -> set[str]:
        """The models that the read of one such resource returns."""
        item = f"{resource.collection}/{{}}"
        return {
            member.name
            for operation in self.operations.values()
            if resource.collection and operation.method == "GET" and shape_of(operation.url) == item
            for member in operation.response.members
            if member.kind == "model"
        }

    def created_by(self, operation: Operation) -> Resource | None:
        """The resource that a call of this operation creates."""
        created = (resource for resource in self.resources.values() if resource.create == operation.path)
        return next(created, None)

    def _infer(self, recipe: LiveRecipe) -> dict[str, Resource]:
        recipes = dict(recipe.resources)
        found: dict[str, Resource] = {}
        for collection in sorted(self._collections(), key=lambda shape: (shape.count("/"), shape)):
            creator = self._creator(collection)
            name = self._recipe_name(collection, creator, recipes)
            if name is None and creator is None:
                continue
            name = name or self._free_name(collection, found)
            found[name] = self._resource(name, collection, creator, recipes.pop(name, ResourceRecipe()))
        for name, resource in recipes.items():
            found[name] = self._resource(name, shape_of(resource.collection), None, resource)
        return found

    def _resource(self, name: str, collection: str, creator: Operation | None, recipe: ResourceRecipe) -> Resource:
        create = recipe.create or ("" if recipe.read or creator is None else creator.path)
        delete = recipe.delete or ("" if recipe.read else self._deleter(collection))
        return Resource(name=name, collection=collection, recipe=recipe, create=create, read=recipe.read, delete=delete)

    def _recipe_name(
        self, collection: str, creator: Operation | None, recipes: Mapping[str, ResourceRecipe]
    ) -> str | None:
        """The name that the recipe gives to a collection: by its URL, by its creator, or by its last segment."""
        for name, recipe in recipes.items():
            if recipe.collection and shape_of(recipe.collection) == collection:
                return name
            if creator is not None and recipe.create == creator.path and not recipe.collection:
                return name
        own = singular(_last_segment(collection))
        is_plain = own in recipes and not recipes[own].collection and not recipes[own].create
        return own if is_plain and collection.count("{}") == 0 else None

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
        """The POST on the collection, or else one whose path ends the same way and that returns the same model."""
        operations = self.operations.values()
        posts = sorted(
            (operation for operation in operations if operation.method == "POST" and operation.shape == "value"),
            key=lambda operation: operation.path,
        )
        item_models = {
            operation.response.name
            for operation in operations
            if operation.method == "GET"
            and operation.response.kind == "model"
            and shape_of(operation.url) == f"{collection}/{{}}"
        }
        on_collection = [post for post in posts if shape_of(post.url) == collection]
        same_model = [
            post
            for post in posts
            if _last_segment(shape_of(post.url)) == _last_segment(collection) and post.response.name in item_models
        ]
        return next(iter(on_collection or same_model), None)

    def _deleter(self, collection: str) -> str:
        deletes = (operation for operation in self.operations.values() if operation.method == "DELETE")
        item = f"{collection}/{{}}"
        return next((operation.path for operation in deletes if shape_of(operation.url) == item), "")


def listed_type(operation: Operation) -> Type | None:
    """The type of the items that an operation returns; None if it returns no list."""
    if operation.shape == "pager":
        return operation.response
    if operation.shape != "value":
        return None
    return next((member.args[0] for member in operation.response.members if member.kind == "list"), None)


def _collection_of(url: str, parameter: str) -> str:
    return shape_of(url.partition("{" + parameter + "}")[0])


def _last_segment(shape: str) -> str:
    return next((step for step in reversed(shape.split("/")) if step and step != "{}"), "")


def singular(name: str) -> str:
    """The name of one item of a collection: `project` for `projects`, `policy` for `policies`."""
    # Recipes name resources: `redis` must stay as it is, unlike in cassettes/normalise/identifiers.py.
    name = name.replace("-", "_")
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    plural = name.endswith("s") and not name.endswith(("ss", "is")) and len(name) > len("gcs")
    return name[:-1] if plural else name
