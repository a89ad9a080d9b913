"""Resources that calls need, created through the SDK itself and removed again.

Each operation has a pool of its own, so that no operation depends on the calls of others.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from conformance.contract.model import Operation
from conformance.exchange.model import Exchange
from conformance.generate.call import Call
from conformance.generate.links import Resource
from conformance.generate.values import Value
from conformance.live.argument_builder import ArgumentBuilder
from conformance.live.existing_resources import ExistingResources
from conformance.live.guard import SAFE_METHODS
from conformance.live.request_body import encode_body
from conformance.live.resource_context import CreatedResource, ResourceContext, Unreachable, identity_as, value_at
from conformance.targets.client import BASE_URL
from conformance.wire import Request, Response


class ResourcePool(ArgumentBuilder):
    """The resources of one operation's calls: created on first use, removed by `remove_all`.

    `created` are all of them in order. `cleanup_actions` are the recipe's own ways to undo calls, each with the body of
    the response that it refers to.
    """

    def __init__(self, context: ResourceContext) -> None:
        super().__init__(context)
        self.created: list[tuple[Resource, CreatedResource]] = []
        self.cleanup_actions: list[tuple[Mapping[str, Any], Any]] = []
        self.existing = ExistingResources(context)
        self._in_progress: list[str] = []

    # -- creation

    def build_call(
        self,
        operation: Operation,
        names: Collection[str] = (),
        *,
        given: Mapping[str, Any] | None = None,
        origin: str = "simplest",
    ) -> Call:
        """A call of `ArgumentBuilder`. A read may refer to what exists where the run cannot create such a thing."""
        try:
            return super().build_call(operation, names, given=given, origin=origin)
        except Unreachable as unreachable:
            if self.context.managed or self.context.read_only or operation.method not in SAFE_METHODS:
                raise
            try:
                return self._of_others.build_call(operation, names, given=given, origin=origin)
            except Unreachable:
                raise unreachable from None

    @cached_property
    def _of_others(self) -> ResourcePool:
        """Resources of others, found anew for this operation: the run creates and deletes its own meanwhile."""
        pool = ResourcePool(replace(self.context, read_only=True, lists={}))
        pool.impossible = self.impossible
        return pool

    def get(self, name: str) -> CreatedResource:
        """The resource with a name, created on first use, or found if nothing may be created. Raises Unreachable."""
        if name not in self.resources and self.context.read_only:
            self._find([name])
        elif name not in self.resources:
            self.resources[name] = self.create(name)
        return self.resources[name]

    def prepare(self, operation: Operation, fixed: Mapping[str, Any], names: Collection[str]) -> None:
        """Provide what a call needs besides its arguments. Raises Unreachable.

        If nothing may be created, all that the call refers to is found together, so that an annotation is one of the
        same task. What only makes its response richer may be missing.
        """
        links, before = self.context.links, self.context.recipe_for(operation.path).before
        if not self.context.read_only:
            for name in before:
                self.get(name)
            return
        needed = self.linked_resources(operation, fixed)[::-1]  # what is last in a path belongs to what is before it
        listed = links.listed_by(operation)
        richer = [*before, *([] if listed is None else [listed.name]), *self.linked_resources(operation, fixed, names)]
        try:
            self._find([*richer, *needed])
        except Unreachable:
            self._find(needed)
            for name in richer:
                with suppress(Unreachable):
                    self._find([name])

    def _find(self, names: Sequence[str]) -> None:
        """Find resources that belong together, and to those found before. Raises Unreachable."""
        if set(names) & set(self._in_progress):
            raise Unreachable(f"`{names[0]}` needs itself: {' -> '.join((*self._in_progress, names[0]))}")
        before, self._in_progress = self._in_progress, [*self._in_progress, *names]
        try:
            self.resources.update(self.existing.find(names, self.resources, self._list_call))
        finally:
            self._in_progress = before

    def _list_call(self, operation: Operation, given: Mapping[str, Value]) -> Call:
        """The call of an operation that lists resources. Raises Unreachable."""
        arguments, recipe = dict(given), self.context.recipe_for(operation.path)
        for parameter in operation.accepted:
            if parameter.name not in arguments and (parameter.required or parameter.name in recipe.arguments):
                arguments[parameter.name] = self._build_argument(operation, parameter, recipe.arguments)
        return Call(operation.path, arguments)

    def create(self, name: str) -> CreatedResource:
        """Create one more resource with a name. Raises Unreachable."""
        resource = self.context.links.resources.get(name)
        if resource is None:
            raise Unreachable(f"no known operation creates `{name}`")
        if name in self._in_progress:
            raise Unreachable(f"`{name}` needs itself: {' -> '.join((*self._in_progress, name))}")
        self._in_progress.append(name)
        try:
            body, nested = self._obtain(resource)
            identity = value_at(body, resource.recipe.id)
        except KeyError as missing:
            raise Unreachable(f"the response that creates `{name}` has no `{missing.args[0]}`") from None
        finally:
            self._in_progress.pop()
        return self._add(resource, identity, body, nested=nested)

    def _obtain(self, resource: Resource) -> tuple[Any, bool]:
        """The body that describes a resource, and whether the resource is nested in another resource."""
        for name in resource.recipe.before:
            self.get(name)
        if resource.recipe.request:
            return self._create_by_request(resource), True
        path = resource.create or resource.read
        operation = self.context.links.operations.get(path)
        if operation is None:
            raise Unreachable(f"no operation of this SDK creates or finds `{resource.name}`")
        call = self.build_call(operation, given=resource.recipe.arguments)
        if resource.create:
            self.announce_creation(resource)
        exchange = self._call_sdk(call, resource)
        if exchange.final is None or not exchange.final.succeeded:
            response = exchange.scripted.responses[-1]
            status = response.fault or response.status
            raise Unreachable(f"`{path}`, which creates `{resource.name}`, got the response {status}")
        body = exchange.scripted.payloads[0] if exchange.scripted.payloads else None
        undo = self.context.recipe_for(path).undo
        if resource.create and undo:
            self.cleanup_actions.append((undo, body))
        return body, self._is_nested(call)

    def _call_sdk(self, call: Call, resource: Resource) -> Exchange:
        """Make a call. The ledger learns if it created nothing. Raises Unreachable."""
        try:
            exchange = self.context.call_sdk(call)
        except Unreachable:
            if resource.create:
                self.retract_creation(resource)
            raise
        if resource.create and created_nothing(exchange):
            self.retract_creation(resource)
        return exchange

    def _create_by_request(self, resource: Resource) -> Any:
        """Create a resource that no operation of the SDK creates, by the recipe's request."""
        request = resource.recipe.request
        self.announce_creation(resource)
        try:
            response = self._send(request)
        except Unreachable:
            self.retract_creation(resource)
            raise
        if response.fault or response.status // 100 != 2:
            if 300 <= response.status < 500 and not response.fault:
                self.retract_creation(resource)
            path = urlsplit(self.resolve(request["url"])).path
            raise Unreachable(f"{request['method']} {path} got the response {response.fault or response.status}")
        return json.loads(response.content)

    def _send(self, request: Mapping[str, Any]) -> Response:
        url = BASE_URL + str(self.resolve(request["url"]))
        content, content_type = encode_body(self.resolve(request.get("json")), self.resolve(request.get("files")))
        headers = (("content-type", content_type),) if content_type else ()
        return self.context.send(Request(request["method"], url, headers, content))

    # -- bookkeeping

    def announce_creation(self, resource: Resource) -> None:
        """Write to the ledger that the next call may create such a resource."""
        self.context.ledger.before_creation(self._collection_path(resource), slash=self._deleted_with_slash(resource))

    def retract_creation(self, resource: Resource) -> None:
        """Write to the ledger that the call created nothing."""
        self.context.ledger.refused(self._collection_path(resource))

    def record_creation(self, operation: Operation, exchange: Exchange) -> None:
        """Add what a judged call created, so that it is removed, too."""
        resource = self.context.links.created_by(operation)
        if resource is not None and created_nothing(exchange):
            self.retract_creation(resource)
        if exchange.final is None or not exchange.final.succeeded or not exchange.scripted.payloads:
            return
        body = exchange.scripted.payloads[0]
        undo = self.context.recipe_for(operation.path).undo
        if undo:
            self.cleanup_actions.append((undo, body))
        elif resource is not None:
            nested = self._is_nested(exchange.call)
            try:
                identity = value_at(body, resource.recipe.id)
            except KeyError:
                if nested:  # it is deleted with the resource around it
                    self.retract_creation(resource)
                return
            self._add(resource, identity, body, nested=nested)

    def _add(self, resource: Resource, identity: Any, body: Any, *, nested: bool) -> CreatedResource:
        path = ""
        if not self.context.read_only and (resource.create or resource.recipe.request):
            slash = self._deleted_with_slash(resource)
            path = self.context.ledger.created(self._collection_path(resource), identity, slash=slash)
        created = CreatedResource(identity=identity, response=body, path=path, nested=nested)
        self.created.append((resource, created))
        return created

    def _is_nested(self, call: Call) -> bool:
        """Whether what a call creates belongs to another resource of the run: an argument refers to one."""
        operation = self.context.links.operations[call.operation]
        linked = (self.context.links.for_parameter(operation, parameter) for parameter in operation.accepted)
        pairs = zip(operation.accepted, linked, strict=True)
        return any(p.name in call.arguments and resource is not None and resource.create for p, resource in pairs)

    def _deleted_with_slash(self, resource: Resource) -> bool:
        """Whether the URL that deletes such a resource ends with a slash."""
        operation = self.context.links.operations.get(resource.delete)
        return operation is not None and operation.url.endswith("/")

    def _collection_path(self, resource: Resource) -> str:
        """The URL path of a collection, with the identities of the resources around it."""
        steps = resource.collection.split("{}")
        path = steps[0]
        for step in steps[1:]:
            parent = self.context.links.by_collection.get(path.rstrip("/"))
            created = self.resources.get(parent.name) if parent is not None else None
            path += f"{created.identity if created is not None else '-'}{step}"
        return path

    # -- removal

    def remove_all(self) -> None:
        """Remove what was created, last first. On a managed server, nested resources are deleted with their parents."""
        for undo, body in reversed(self.cleanup_actions):
            with suppress(Unreachable):
                self._undo(undo, body)
        for resource, created in reversed(self.created):
            if created.path in self.context.ledger.owned and not (self.context.managed and created.nested):
                with suppress(Unreachable):  # it stays in the ledger; the others can be removed all the same
                    self._delete(resource, created)
        self._forget_nested()
        self.resources, self.created, self.cleanup_actions = {}, [], []

    def _undo(self, undo: Mapping[str, Any], body: Any) -> None:
        operation = self.context.links.operations.get(undo["operation"])
        if operation is not None:
            self.context.call_sdk(self.build_call(operation, given=self.resolve(undo["arguments"], body)))

    def _forget_nested(self) -> None:
        """Resources that no operation deletes were deleted with their parents, once all of those are deleted."""
        owned = [(resource, created) for resource, created in self.created if created.path in self.context.ledger.owned]
        if all(created.nested and resource.delete not in self.context.links.operations for resource, created in owned):
            for _, created in owned:
                self.context.ledger.deleted(created.path)

    def _delete(self, resource: Resource, created: CreatedResource) -> None:
        operation = self.context.links.operations.get(resource.delete)
        if operation is None:
            return
        names = [parameter.name for parameter in operation.parameters if parameter.location == "path"]
        arguments: dict[str, Value] = {}
        for name in names[:-1]:
            parameter = operation.parameter(name)
            parent = None if parameter is None else self.context.links.for_parameter(operation, parameter)
            if parent is None or parent.name not in self.resources:
                return
            arguments[name] = self.resources[parent.name].identity
        last = operation.parameter(names[-1]) if names else None
        if last is not None:
            arguments[last.name] = identity_as(created.identity, last.type)
            if self.context.call_sdk(Call(operation.path, arguments)).scripted.status in {200, 202, 204, 404}:
                self.context.ledger.deleted(created.path)


def created_nothing(exchange: Exchange) -> bool:
    """The server refused the call. A call that failed or whose response was cut may have created something."""
    return bool(exchange.scripted.responses) and all(
        300 <= response.status < 500 and not response.fault for response in exchange.scripted.responses
    )
