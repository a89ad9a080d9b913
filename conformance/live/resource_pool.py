"""World: what has to exist on a server before a call makes sense, made for that call through the SDK itself.

Each operation is judged in a world of its own, which is removed afterwards: no operation depends on what another did.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final
from urllib.parse import urlsplit

from conformance.contract.model import Operation
from conformance.exchange.model import Exchange
from conformance.generate.call import Call
from conformance.generate.links import Resource
from conformance.generate.values import Value
from conformance.live.argument_builder import ArgumentBuilder
from conformance.live.resource_context import CreatedResource, ResourceContext, Unreachable, as_type, at
from conformance.targets.client import BASE_URL
from conformance.wire import Request, Response

_BOUNDARY: Final = "conformance-boundary"


class ResourcePool(ArgumentBuilder):
    """The resources of one operation's calls; made when they are asked for, removed with `remove`."""

    def __init__(self, scene: ResourceContext) -> None:
        super().__init__(scene)
        self.all: list[tuple[Resource, CreatedResource]] = []
        self.undone: list[tuple[Mapping[str, Any], Any]] = []
        self.making: list[str] = []

    def get(self, name: str) -> CreatedResource:
        """The resource of a name, made if it is not there yet. Raises Unreachable."""
        if name not in self.found:
            self.found[name] = self.another(name)
        return self.found[name]

    def another(self, name: str) -> CreatedResource:
        """One more resource of a name. Raises Unreachable."""
        resource = self.scene.links.resources.get(name)
        if resource is None:
            raise Unreachable(f"nothing is known that makes `{name}`")
        if name in self.making:
            raise Unreachable(f"`{name}` needs itself: {' -> '.join((*self.making, name))}")
        self.making.append(name)
        try:
            answer, inside = self._asked(resource)
            identity = at(answer, resource.recipe.id)
        except KeyError as missing:
            raise Unreachable(f"the answer that makes `{name}` has no `{missing.args[0]}`") from None
        finally:
            self.making.pop()
        return self._noted(resource, identity, answer, inside=inside)

    def _is_inside(self, call: Call) -> bool:
        """What a call makes goes with something that the run made as well: an argument names it."""
        operation = self.scene.links.operations[call.operation]
        linked = (self.scene.links.for_parameter(operation, each) for each in operation.accepted)
        pairs = zip(operation.accepted, linked, strict=True)
        return any(each.name in call.arguments and to is not None and to.create for each, to in pairs)

    def _asked(self, resource: Resource) -> tuple[Any, bool]:
        """The answer that tells a resource, and whether that is inside of another one."""
        for name in resource.recipe.before:
            self.get(name)
        if self.scene.reads_only and not resource.read:
            return self._listed(resource), False
        if resource.recipe.request:
            return self._sent(resource), True
        path = resource.create or resource.read
        operation = self.scene.links.operations.get(path)
        if operation is None:
            raise Unreachable(f"no operation of this SDK makes or finds `{resource.name}`")
        call = self.call(operation, told=resource.recipe.arguments)
        if resource.create:
            self.about_to_make(resource)
        exchange = self._performed(call, resource)
        if exchange.final is None or not exchange.final.succeeded:
            response = exchange.scripted.responses[-1]
            raise Unreachable(f"`{path}`, which makes `{resource.name}`, answered {response.fault or response.status}")
        answer = exchange.scripted.payloads[0] if exchange.scripted.payloads else None
        undo = self.scene.told(path).undo
        if resource.create and undo:
            self.undone.append((undo, answer))
        return answer, self._is_inside(call)

    def _performed(self, call: Call, resource: Resource) -> Exchange:
        """A call of the run's own; where it makes something and is refused, the ledger is told. Raises Unreachable."""
        try:
            exchange = self.scene.perform(call)
        except Unreachable:
            if resource.create:
                self.not_made(resource)
            raise
        if resource.create and made_nothing(exchange):
            self.not_made(resource)
        return exchange

    def _listed(self, resource: Resource) -> Any:
        """A resource that is there already: the first one that its collection lists."""
        operation = self.scene.links.list_operation(resource)
        if operation is None:
            raise Unreachable(f"nothing lists `{resource.name}`, and nothing may be made")
        exchange = self.scene.perform(self.call(operation))
        for payload in exchange.scripted.payloads:
            lists = [payload] if isinstance(payload, list) else [v for v in payload.values() if isinstance(v, list)]
            for item in (item for items in lists for item in items):
                return item
        raise Unreachable(f"there is no `{resource.name}` on this server, and nothing may be made")

    def _sent(self, resource: Resource) -> Any:
        """A resource that no operation of the SDK makes."""
        told = resource.recipe.request
        self.about_to_make(resource)
        try:
            response = self._answered(told)
        except Unreachable:
            self.not_made(resource)
            raise
        if response.fault or response.status // 100 != 2:
            if 300 <= response.status < 500 and not response.fault:
                self.not_made(resource)
            path = urlsplit(self.resolved(told["url"])).path
            raise Unreachable(f"{told['method']} {path} answered {response.fault or response.status}")
        return json.loads(response.content)

    def _answered(self, told: Mapping[str, Any]) -> Response:
        url = BASE_URL + str(self.resolved(told["url"]))
        content, content_type = _body(self.resolved(told.get("json")), self.resolved(told.get("files")))
        headers = (("content-type", content_type),) if content_type else ()
        return self.scene.send(Request(told["method"], url, headers, content))

    def _noted(self, resource: Resource, identity: Any, answer: Any, *, inside: bool) -> CreatedResource:
        path = ""
        if not self.scene.reads_only and (resource.create or resource.recipe.request):
            slash = self._ends_with_slash(resource)
            path = self.scene.ledger.created(self._collection(resource), identity, slash=slash)
        made = CreatedResource(identity, answer, path, inside)
        self.all.append((resource, made))
        return made

    def _ends_with_slash(self, resource: Resource) -> bool:
        """Whether a slash ends the URL that removes such a thing."""
        operation = self.scene.links.operations.get(resource.delete)
        return operation is not None and operation.url.endswith("/")

    def _collection(self, resource: Resource) -> str:
        """The URL path of the collection, identities of what it is inside filled in."""
        steps = resource.collection.split("{}")
        whole = steps[0]
        for step in steps[1:]:
            outer = self.scene.links.by_collection.get(whole.rstrip("/"))
            held = self.found.get(outer.name) if outer is not None else None
            whole += f"{held.identity if held is not None else '-'}{step}"
        return whole

    def about_to_make(self, resource: Resource) -> None:
        """Write to the ledger that a call which makes such a thing comes next."""
        self.scene.ledger.before_creation(self._collection(resource), slash=self._ends_with_slash(resource))

    def not_made(self, resource: Resource) -> None:
        """Write to the ledger that the call made nothing."""
        self.scene.ledger.refused(self._collection(resource))

    def note(self, operation: Operation, exchange: Exchange) -> None:
        """Keep what a judged call has made, so that it is removed as well."""
        resource = self.scene.links.created_by(operation)
        if resource is not None and made_nothing(exchange):
            self.not_made(resource)
        if exchange.final is None or not exchange.final.succeeded or not exchange.scripted.payloads:
            return
        undo = self.scene.told(operation.path).undo
        if undo:
            self.undone.append((undo, exchange.scripted.payloads[0]))
        elif resource is not None:
            try:
                identity = at(exchange.scripted.payloads[0], resource.recipe.id)
            except KeyError:
                if self._is_inside(exchange.call):  # it goes with that
                    self.not_made(resource)
                return
            self._noted(resource, identity, exchange.scripted.payloads[0], inside=self._is_inside(exchange.call))

    def remove(self) -> None:
        """Remove what was made, last things first. On a server of the run's own, what is inside goes with the rest."""
        for undo, answer in reversed(self.undone):
            with suppress(Unreachable):
                self._undo(undo, answer)
        for resource, made in reversed(self.all):
            if made.path in self.scene.ledger.owned and not (self.scene.own and made.inside):
                with suppress(Unreachable):  # it stays in the ledger, and the rest can be removed all the same
                    self._remove(resource, made)
        self._forget_inner()
        self.found, self.all, self.undone = {}, [], []

    def _undo(self, undo: Mapping[str, Any], answer: Any) -> None:
        operation = self.scene.links.operations.get(undo["operation"])
        if operation is not None:
            self.scene.perform(self.call(operation, told=self.resolved_with(undo["arguments"], answer)))

    def _forget_inner(self) -> None:
        """What nothing removes by itself goes with what it was made in, once all of that has gone."""
        owned = [(resource, made) for resource, made in self.all if made.path in self.scene.ledger.owned]
        if all(made.inside and resource.delete not in self.scene.links.operations for resource, made in owned):
            for _, made in owned:
                self.scene.ledger.deleted(made.path)

    def _remove(self, resource: Resource, made: CreatedResource) -> None:
        operation = self.scene.links.operations.get(resource.delete)
        if operation is None:
            return
        names = [p.name for p in operation.parameters if p.location == "path"]
        arguments: dict[str, Value] = {}
        for name in names[:-1]:
            parameter = operation.parameter(name)
            outer = None if parameter is None else self.scene.links.for_parameter(operation, parameter)
            if outer is None or outer.name not in self.found:
                return
            arguments[name] = self.found[outer.name].identity
        last = operation.parameter(names[-1]) if names else None
        if last is not None:
            arguments[last.name] = as_type(made.identity, last.type)
            if self.scene.perform(Call(operation.path, arguments)).scripted.status in {200, 202, 204, 404}:
                self.scene.ledger.deleted(made.path)


def made_nothing(exchange: Exchange) -> bool:
    """The server refused the call. One that failed or did not answer to the end may have made something."""
    return bool(exchange.scripted.responses) and all(
        300 <= response.status < 500 and not response.fault for response in exchange.scripted.responses
    )


def _body(payload: Any, files: Any) -> tuple[bytes, str]:
    """The content and its type, of a JSON body or of files in a form."""
    if files:
        parts = b"".join(_parts(files))
        return parts + f"--{_BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={_BOUNDARY}"
    if payload is not None:
        return json.dumps(payload).encode(), "application/json"
    return b"", ""


def _parts(files: Mapping[str, Mapping[str, str]]) -> Iterator[bytes]:
    for field_name, file in files.items():
        head = f'--{_BOUNDARY}\r\ncontent-disposition: form-data; name="{field_name}"; filename="{file["name"]}"\r\n'
        yield f"{head}content-type: {file['type']}\r\n\r\n{file['content']}\r\n".encode()
