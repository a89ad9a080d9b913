"""World: what has to exist on a server before a call makes sense, made for that call through the SDK itself.

Each operation is judged in a world of its own, which is removed afterwards: no operation depends on what another did.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from conformance.contract.model import Model, Operation, Parameter
from conformance.contract.types import Type
from conformance.exchange.ledger import Ledger
from conformance.exchange.model import Exchange
from conformance.generate.call import Call
from conformance.generate.links import Links, Resource
from conformance.generate.samples import Samples
from conformance.generate.typed import typed
from conformance.generate.values import File, Record, Value
from conformance.targets.client import BASE_URL
from conformance.targets.recipe import OperationRecipe, Recipe
from conformance.wire import Request, Response

_REFERENCE: Final = re.compile(r"\{([a-z_][a-z0-9_]*(?:\.[A-Za-z0-9_]+)*)(?:#([^}]*))?\}")
_BOUNDARY: Final = "conformance-boundary"


class OutOfReach(Exception):
    """A call cannot be made: something that it needs could not be made or found. The text says what."""


@dataclass(frozen=True, slots=True)
class Made:
    """One thing on the server: its identity, the answer that told it, and its ledger path ("" for one found there)."""

    identity: Any
    answer: Any
    path: str
    inside: bool  # it was made inside something that the run made as well, and goes with it


@dataclass
class Scene:
    """What all worlds of a run share. `perform` makes one call, `send` one request of the run's own.

    `standins` are the values of local stand-ins, `sdk` and `server` the two versions. `own` tells that the server goes
    as a whole at the end, `reads_only` that nothing may be made, and what is there already has to do.
    """

    links: Links
    recipe: Recipe
    models: Mapping[str, Model]
    ledger: Ledger
    perform: Callable[[Call], Exchange]
    send: Callable[[Request], Response]
    standins: Mapping[str, str]
    sdk: str
    server: str
    own: bool
    reads_only: bool = False
    words: int = 0
    samples: Samples = field(init=False)

    def __post_init__(self) -> None:
        self.samples = Samples(self.models)

    def told(self, path: str) -> OperationRecipe:
        """What the recipe says of an operation."""
        return self.recipe.operation(path, self.sdk, self.server)

    def word(self) -> str:
        """A word that nothing else on the server has."""
        self.words += 1
        return f"{self.ledger.prefix}{self.words}"


class World:
    """The resources of one operation's calls; made when they are asked for, removed with `remove`."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.found: dict[str, Made] = {}
        self.all: list[tuple[Resource, Made]] = []
        self.undone: list[tuple[Mapping[str, Any], Any]] = []
        self.making: list[str] = []

    # -- resources

    def get(self, name: str) -> Made:
        """The resource of a name, made if it is not there yet. Raises OutOfReach."""
        if name not in self.found:
            self.found[name] = self.another(name)
        return self.found[name]

    def another(self, name: str) -> Made:
        """One more resource of a name. Raises OutOfReach."""
        resource = self.scene.links.resources.get(name)
        if resource is None:
            raise OutOfReach(f"nothing is known that makes `{name}`")
        if name in self.making:
            raise OutOfReach(f"`{name}` needs itself: {' -> '.join((*self.making, name))}")
        self.making.append(name)
        try:
            answer, inside = self._asked(resource)
            identity = at(answer, resource.recipe.id)
        except KeyError as missing:
            raise OutOfReach(f"the answer that makes `{name}` has no `{missing.args[0]}`") from None
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
            raise OutOfReach(f"no operation of this SDK makes or finds `{resource.name}`")
        call = self.call(operation, told=resource.recipe.arguments)
        if resource.create:
            self.about_to_make(resource)
        exchange = self._performed(call, resource)
        if exchange.final is None or not exchange.final.succeeded:
            response = exchange.answer.script[-1]
            raise OutOfReach(f"`{path}`, which makes `{resource.name}`, answered {response.fault or response.status}")
        answer = exchange.answer.payloads[0] if exchange.answer.payloads else None
        undo = self.scene.told(path).undo
        if resource.create and undo:
            self.undone.append((undo, answer))
        return answer, self._is_inside(call)

    def _performed(self, call: Call, resource: Resource) -> Exchange:
        """A call of the run's own; where it makes something and is refused, the ledger is told. Raises OutOfReach."""
        try:
            exchange = self.scene.perform(call)
        except OutOfReach:
            if resource.create:
                self.not_made(resource)
            raise
        if resource.create and made_nothing(exchange):
            self.not_made(resource)
        return exchange

    def _listed(self, resource: Resource) -> Any:
        """A resource that is there already: the first one that its collection lists."""
        operation = self.scene.links.lister(resource)
        if operation is None:
            raise OutOfReach(f"nothing lists `{resource.name}`, and nothing may be made")
        exchange = self.scene.perform(self.call(operation))
        for payload in exchange.answer.payloads:
            lists = [payload] if isinstance(payload, list) else [v for v in payload.values() if isinstance(v, list)]
            for item in (item for items in lists for item in items):
                return item
        raise OutOfReach(f"there is no `{resource.name}` on this server, and nothing may be made")

    def _sent(self, resource: Resource) -> Any:
        """A resource that no operation of the SDK makes."""
        told = resource.recipe.request
        self.about_to_make(resource)
        try:
            response = self._answered(told)
        except OutOfReach:
            self.not_made(resource)
            raise
        if response.fault or response.status // 100 != 2:
            if 300 <= response.status < 500 and not response.fault:
                self.not_made(resource)
            path = urlsplit(self.resolved(told["url"])).path
            raise OutOfReach(f"{told['method']} {path} answered {response.fault or response.status}")
        return json.loads(response.content)

    def _answered(self, told: Mapping[str, Any]) -> Response:
        url = BASE_URL + str(self.resolved(told["url"]))
        content, content_type = _body(self.resolved(told.get("json")), self.resolved(told.get("files")))
        headers = (("content-type", content_type),) if content_type else ()
        return self.scene.send(Request(told["method"], url, headers, content))

    def _noted(self, resource: Resource, identity: Any, answer: Any, *, inside: bool) -> Made:
        path = ""
        if not self.scene.reads_only and (resource.create or resource.recipe.request):
            slash = self._ends_with_slash(resource)
            path = self.scene.ledger.made(self._collection(resource), identity, slash=slash)
        made = Made(identity, answer, path, inside)
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
        self.scene.ledger.making(self._collection(resource), slash=self._ends_with_slash(resource))

    def not_made(self, resource: Resource) -> None:
        """Write to the ledger that the call made nothing."""
        self.scene.ledger.none(self._collection(resource))

    def note(self, operation: Operation, exchange: Exchange) -> None:
        """Keep what a judged call has made, so that it is removed as well."""
        resource = self.scene.links.made_by(operation)
        if resource is not None and made_nothing(exchange):
            self.not_made(resource)
        if exchange.final is None or not exchange.final.succeeded or not exchange.answer.payloads:
            return
        undo = self.scene.told(operation.path).undo
        if undo:
            self.undone.append((undo, exchange.answer.payloads[0]))
        elif resource is not None:
            try:
                identity = at(exchange.answer.payloads[0], resource.recipe.id)
            except KeyError:
                if self._is_inside(exchange.call):  # it goes with that
                    self.not_made(resource)
                return
            self._noted(resource, identity, exchange.answer.payloads[0], inside=self._is_inside(exchange.call))

    def remove(self) -> None:
        """Remove what was made, last things first. On a server of the run's own, what is inside goes with the rest."""
        for undo, answer in reversed(self.undone):
            with suppress(OutOfReach):
                self._undo(undo, answer)
        for resource, made in reversed(self.all):
            if made.path in self.scene.ledger.owned and not (self.scene.own and made.inside):
                with suppress(OutOfReach):  # it stays in the ledger, and the rest can be removed all the same
                    self._remove(resource, made)
        self._forget_inner()
        self.found, self.all, self.undone = {}, [], []

    def _undo(self, undo: Mapping[str, Any], answer: Any) -> None:
        operation = self.scene.links.operations.get(undo["operation"])
        if operation is not None:
            self.scene.perform(self.call(operation, told=self._resolved(undo["arguments"], answer)))

    def _forget_inner(self) -> None:
        """What nothing removes by itself goes with what it was made in, once all of that has gone."""
        owned = [(resource, made) for resource, made in self.all if made.path in self.scene.ledger.owned]
        if all(made.inside and resource.delete not in self.scene.links.operations for resource, made in owned):
            for _, made in owned:
                self.scene.ledger.gone(made.path)

    def _remove(self, resource: Resource, made: Made) -> None:
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
            if self.scene.perform(Call(operation.path, arguments)).answer.status in {200, 202, 204, 404}:
                self.scene.ledger.gone(made.path)

    # -- arguments

    def call(
        self,
        operation: Operation,
        names: Collection[str] = (),
        *,
        told: Mapping[str, Any] | None = None,
        origin: str = "simplest",
    ) -> Call:
        """A call with what is required, what the recipe tells, and the optional arguments of these names.

        An optional argument that needs what cannot be made is left out. Raises OutOfReach for a required one.
        """
        recipe = self.scene.told(operation.path)
        given = {**recipe.arguments, **(told or {})}
        for name in recipe.before:
            self.get(name)
        arguments: dict[str, Value] = {}
        for parameter in operation.accepted:
            if parameter.required or parameter.name in given:
                arguments[parameter.name] = self.argument(operation, parameter, given)
            elif parameter.name in names:
                try:
                    arguments[parameter.name] = self.argument(operation, parameter, recipe.values, complete=True)
                except OutOfReach:
                    continue
        inside = (arguments.get(p.name) for p in operation.accepted if p.location == "path")
        hostile = any(isinstance(value, str) and "/" in value for value in inside)
        return Call(operation.path, arguments, "path" if hostile else origin)

    def argument(
        self, operation: Operation, parameter: Parameter, told: Mapping[str, Any], *, complete: bool = False
    ) -> Value:
        """A value for one argument: as told, or of what it identifies, or a sample of its type. Raises OutOfReach."""
        if parameter.name in told:
            return self.typed(self.resolved(told[parameter.name]), parameter.type)
        resource = self.scene.links.for_parameter(operation, parameter)
        if resource is not None and parameter.location == "path":
            return as_type(self.get(resource.name).identity, parameter.type)
        general = self.scene.recipe.arguments
        for name in (parameter.name, parameter.wire_name):
            if name in general:
                return self.typed(self.resolved(general[name]), parameter.type)
        if resource is not None:
            return as_type(self.get(resource.name).identity, parameter.type)
        if parameter.location == "path":
            raise OutOfReach(f"nothing is known that gives `{parameter.name}`")
        declared = parameter.type.without_null()
        samples = self.scene.samples
        value = samples.fullest(declared, parameter.name) if complete else samples.simplest(declared)
        return self._fitted(value)

    def _fitted(self, value: Value) -> Value:
        """A sample with the recipe's values, and with identities of what there is, wherever a field has such a name."""
        if isinstance(value, Record):
            fields = {each.name: each for each in self.scene.models[value.model].fields}
            return Record(
                value.model,
                {name: self._field(name, fields[name].type, item) for name, item in value.fields.items()},
            )
        return [self._fitted(item) for item in value] if isinstance(value, list) else value

    def _field(self, name: str, declared: Type, value: Value) -> Value:
        if name in self.scene.recipe.arguments:
            return self.typed(self.resolved(self.scene.recipe.arguments[name]), declared)
        resource = self.scene.links.named(name, declared)
        if resource is not None and resource.name in self.found:
            return as_type(self.found[resource.name].identity, declared)
        return self._fitted(value)

    def typed(self, value: Any, declared: Type) -> Value:
        """JSON as a value of a declared type, as it is where the type does not admit it."""
        if any(member.kind == "file" for member in declared.members) and isinstance(value, list):
            name, content, content_type = value
            return File(name, content.encode(), content_type)
        try:
            return typed(value, declared, self.scene.models)
        except ValueError:
            return value

    def resolved(self, value: Any) -> Any:
        """A recipe's value with every reference in it replaced. Raises OutOfReach."""
        return self._resolved(value, None)

    def _resolved(self, value: Any, answer: Any) -> Any:
        match value:
            case str():
                whole = _REFERENCE.fullmatch(value)
                if whole:
                    return self._reference(whole, answer)
                return _REFERENCE.sub(lambda found: str(self._reference(found, answer)), value)
            case list():
                return [self._resolved(item, answer) for item in value]
            case dict():
                return {key: self._resolved(item, answer) for key, item in value.items()}
        return value

    def _reference(self, found: re.Match[str], answer: Any) -> Any:
        name, _, steps = found.group(1).partition(".")
        try:
            match name:
                case "unique":
                    return self.scene.word()
                case "uuid":
                    return str(uuid.uuid5(uuid.NAMESPACE_URL, self.scene.word()))
                case "standin":
                    return self.scene.standins[steps]
                case "answer":
                    value = at(answer, steps)
                case _:
                    made = self.get(name)
                    value = at(made.answer, steps) if steps else made.identity
        except KeyError as missing:
            raise OutOfReach(f"`{found.group()}`: there is no `{missing.args[0]}`") from None
        drop = found.group(2)
        return value.removeprefix(drop) if drop and isinstance(value, str) else value


def made_nothing(exchange: Exchange) -> bool:
    """The server refused the call. One that failed or did not answer to the end may have made something."""
    return bool(exchange.answer.script) and all(
        300 <= response.status < 500 and not response.fault for response in exchange.answer.script
    )


def at(answer: Any, steps: str) -> Any:
    """The value at a dotted path. Raises KeyError with the path where there is none."""
    value = answer
    for step in steps.split("."):
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            raise KeyError(steps)
    return value


def as_type(identity: Any, declared: Type) -> Value:
    """An identity as an argument's type wants it: a number, a text, or a list of either."""
    kinds = {member.kind for member in declared.members}
    if isinstance(identity, int) and "integer" not in kinds and "string" in kinds:
        return str(identity)
    if isinstance(identity, str) and identity.isdigit() and "integer" in kinds and "string" not in kinds:
        return int(identity)
    if kinds <= {"list", "null"}:
        inner = next(member.args[0] for member in declared.members if member.kind == "list")
        return [as_type(identity, inner)]
    return identity


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
