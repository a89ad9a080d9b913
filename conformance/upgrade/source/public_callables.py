"""The public callables of a release: where callers reach them, and the files in which they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from conformance.contract.model import TWINS, Twin
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Callable, Class

IMPLICIT_METHODS: Final = frozenset({"__init__", "__call__"})  # called without writing their names
RAW_CLIENT_MODULE: Final = "raw_client"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCallable:
    """A public callable. `subject` is the path of an operation, the class of a constructor, or else a dotted name.

    `owners` are the classes from which callers get it, for the sync and the async client. Without a client everything
    is under "sync". `path` is its attribute path from the client, "" where the client does not lead to it.
    """

    subject: str
    kind: Literal["operation", "client", "constructor", "method", "function"]
    twins: Mapping[Twin, Callable]
    owners: Mapping[Twin, str] = field(default_factory=dict)
    path: str = ""

    @property
    def key(self) -> str:
        """Identifies it in both releases."""
        return self.path or self.subject

    @property
    def operation(self) -> str:
        """Its path; "" if it sends no requests."""
        return self.subject if self.kind == "operation" else ""

    @property
    def on_client(self) -> bool:
        """Callers reach it from the client."""
        return bool(self.path)

    @property
    def representative(self) -> Callable:
        """The sync declaration; the async one where only that exists."""
        return next(self.twins[twin] for twin in TWINS if twin in self.twins)


def public_callables(api: Api) -> dict[str, PublicCallable]:
    """The public callables of a release by key."""
    return {
        target.key: target
        for found in (_client_methods, _client_constructors, _module_callables)
        for target in found(api)
    }


def _client_methods(api: Api) -> Iterator[PublicCallable]:
    """Operations, and the other methods of the clients."""
    for path, twins in api.operations.items():
        yield PublicCallable(
            subject=path, kind="operation", twins=twins, owners=api.clients.get(path.rpartition(".")[0], {}), path=path
        )
    for path, owners in api.clients.items():
        methods: dict[str, dict[Twin, Callable]] = {}
        for twin, owner in owners.items():
            for name, member in api.members(owner).items():
                if isinstance(member, Callable) and _is_public_name(name):
                    methods.setdefault(f"{path}.{name}".removeprefix("."), {})[twin] = member
        for full, found in methods.items():
            leads_on = full in api.clients or any(_leads_to_client(api, member) for member in found.values())
            if full not in api.operations and not leads_on:
                yield PublicCallable(
                    subject=next(iter(found.values())).name, kind="client", twins=found, owners=owners, path=full
                )


def _client_constructors(api: Api) -> Iterator[PublicCallable]:
    """The constructors of the client itself."""
    owners = api.clients.get("", {})
    made = {twin: _constructor(api, owner) for twin, owner in owners.items()}
    found = {twin: start for twin, start in made.items() if start is not None}
    if found:
        yield PublicCallable(
            subject=next(owners[twin] for twin in TWINS if twin in found),
            kind="constructor",
            twins=found,
            owners=owners,
        )


def _constructor(api: Api, name: str) -> Callable | None:
    """The constructor of a class. One with `**kwargs` also takes the arguments of the constructor that it overrides."""
    starts = [ancestor.members["__init__"] for ancestor in api.lineage(name) if "__init__" in ancestor.members]
    found: Callable | None = None
    for start in starts:
        if isinstance(start, Callable):
            found = start if found is None else _with_inherited_arguments(found, start)
        if found is None or all(argument.kind != "kwargs" for argument in found.arguments):
            break
    return found


def _with_inherited_arguments(own: Callable, inherited_callable: Callable) -> Callable:
    """The override with the arguments that it passes on."""
    named = [argument for argument in own.arguments if argument.kind not in {"args", "kwargs"}]
    names = {argument.name for argument in named}
    rest = (argument for argument in inherited_callable.arguments if argument.name not in names)
    return replace(own, arguments=(*named, *rest))


def _module_callables(api: Api) -> Iterator[PublicCallable]:
    """Functions, and the constructors and methods of classes that are not clients."""
    for name, found in api.definitions.items():
        if not _is_public_name(name.rpartition(".")[2]):
            continue
        if isinstance(found, Callable):
            yield PublicCallable(subject=name, kind="function", twins={"sync": found})
        elif isinstance(found, Class) and found.kind != "client":
            yield from _class_callables(found)


def _class_callables(found: Class) -> Iterator[PublicCallable]:
    for name, member in found.members.items():
        if isinstance(member, Callable) and (name in IMPLICIT_METHODS or _is_public_name(name)):
            subject, kind = (found.name, "constructor") if name == "__init__" else (f"{found.name}.{name}", "method")
            yield PublicCallable(subject=subject, kind=kind, twins={"sync": member}, owners={"sync": found.name})  # type: ignore[arg-type]


def inherited_callable(api: Api, target: PublicCallable) -> PublicCallable | None:
    """The same method or constructor in this release, inherited or not."""
    member = (
        api.members(target.owners["sync"]).get(target.representative.name.rpartition(".")[2]) if target.owners else None
    )
    return (
        PublicCallable(subject=target.subject, kind=target.kind, twins={"sync": member}, owners=target.owners)
        if isinstance(member, Callable)
        else None
    )


def callable_files(api: Api, target: PublicCallable, twin: Twin | None = None) -> tuple[str, ...]:
    """The files in which a callable is written, with those of overridden declarations and of the raw client."""
    found: dict[str, None] = {}
    for client, callable_ in target.twins.items():
        if twin in {None, client}:
            name = callable_.name.rpartition(".")[2]
            found[callable_.file] = None
            for owner in api.lineage(target.owners.get(client, "")):
                if name in owner.members:
                    found.update(dict.fromkeys(_method_files(api, owner, target)))
    return tuple(found)


def enclosing_client_files(api: Api, other: Api, target: PublicCallable) -> Iterator[str]:
    """The files that lead to an operation's client, where the other release has no such client."""
    path = target.path.rpartition(".")[0]
    while path and path not in other.clients:
        for owner in api.clients.get(path, {}).values():
            module = owner.rpartition(".")[0]
            while module:
                module = module.rpartition(".")[0]
                if module in api.modules:
                    yield api.modules[module].file
        path = path.rpartition(".")[0]
        for owner in api.clients.get(path, {}).values():
            yield from (ancestor.file for ancestor in api.lineage(owner))


def _method_files(api: Api, owner: Class, target: PublicCallable) -> Iterator[str]:
    yield owner.file
    raw = api.modules.get(f"{owner.name.rpartition('.')[0].rpartition('.')[0]}.{RAW_CLIENT_MODULE}".removeprefix("."))
    if target.kind == "operation" and raw is not None:
        yield raw.file


def _is_public_name(name: str) -> bool:
    return not name.startswith("_")


def _leads_to_client(api: Api, member: Callable) -> bool:
    """Whether it is a property that returns another client, such as the raw one."""
    inner = member.returns.walk() if member.returns is not None else ()
    kinds = {api.classes[type_.name].kind for type_ in inner if type_.name in api.classes}
    return member.role == "property" and "client" in kinds
