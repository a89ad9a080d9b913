"""The methods of a client that are operations, and their signatures."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from conformance.contract.annotations import Annotations, plain, type_hints
from conformance.contract.model import Twin
from conformance.contract.types import NULL, Type, union
from conformance.targets.client import Sdk, public_methods
from conformance.targets.packed_method import packed_model, unpacked

OMITTED = ...  # the default of an argument that was not given, in generated SDKs


@dataclass(frozen=True, slots=True)
class Argument:
    """One parameter of a signature, or a field of the model that is the parameter `within`, before any request."""

    name: str
    type: Type
    required: bool
    default: Any
    position: int | None
    hidden: bool
    within: str = ""


@dataclass(frozen=True)
class Method:
    """The bound method of one operation. `chain` are the functions of that name, most derived first.

    Annotations are read lazily: resolving those of a whole SDK takes longer than importing it.
    """

    path: str
    bound: Callable[..., Any]
    chain: tuple[Callable[..., Any], ...]
    options: frozenset[str]  # parameters that are options of a call
    annotations: Annotations
    extension: str

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """The parameters of every function of the chain; those that the public function does not accept are hidden."""
        switch = {self.annotations.family.stream_switch} if _streams_of(self.result, self.annotations) else set()
        return tuple(_arguments(self.options | switch, self.chain, self.annotations))

    @property
    def accepted(self) -> tuple[Argument, ...]:
        """The parameters that the public method accepts."""
        return tuple(argument for argument in self.arguments if not argument.hidden)

    @property
    def result(self) -> Any:
        """The return annotation of the most derived function that has a complete one."""
        for function in self.chain:
            annotation = type_hints(function).get("return", inspect.Parameter.empty)
            if annotation is not inspect.Parameter.empty and not _has_type_variable(annotation):
                return annotation
        return Any

    @property
    def deprecated(self) -> bool:
        """The method, or the generated one behind it, is marked as deprecated."""
        return any(hasattr(function, "__deprecated__") for function in self.chain)


@dataclass(frozen=True, slots=True)
class ClientMethods:
    """The methods of one client.

    `operations` are the methods that send requests, by path; `helpers` are the names of the other public methods.
    `broken` are the parts that cannot be loaded, by path, with the reason.
    """

    operations: Mapping[str, Method]
    helpers: tuple[str, ...]
    broken: Mapping[str, str]


def client_methods(sdk: Sdk, client: Any, twin: Twin, annotations: Annotations) -> ClientMethods:
    """The methods of a client, without those that the target excludes."""
    operations: dict[str, Method] = {}
    helpers: list[str] = []
    public = public_methods(sdk, client, twin)
    for path, bound in public.bound.items():
        if sdk.target.excludes(path):
            continue
        chain = _chain(bound)
        if any(sdk.target.options_parameter in parameter_names(function) for function in chain):
            operations[path] = _method(sdk, path, bound, chain, annotations)
        else:
            helpers.append(path)
    broken = {path: reason for path, reason in public.broken.items() if not sdk.target.excludes(path)}
    return ClientMethods(operations, tuple(helpers), broken)


def parameter_names(function: Callable[..., Any]) -> Collection[str]:
    """The names of a function's parameters; none where they are unknown, as with functions written in C."""
    try:
        return inspect.signature(function).parameters
    except (ValueError, TypeError):
        return ()


def _chain(bound: Any) -> tuple[Callable[..., Any], ...]:
    name = getattr(bound, "__name__", "")
    classes = type(getattr(bound, "__self__", None)).__mro__
    found = tuple(cls.__dict__[name] for cls in classes if inspect.isfunction(cls.__dict__.get(name)))
    return found or (bound,)


def _method(sdk: Sdk, path: str, bound: Any, chain: tuple[Callable[..., Any], ...], annotations: Annotations) -> Method:
    owner = getattr(bound, "__self__", None)
    extension = sdk.relative(type(owner)).rpartition(".")[0] if owner is not None and len(chain) > 1 else ""
    bound = unpacked(bound, sdk.target.family.packed_argument)
    return Method(path, bound, chain, sdk.target.call_options, annotations, extension)


def _arguments(
    options: frozenset[str], chain: tuple[Callable[..., Any], ...], annotations: Annotations
) -> Iterator[Argument]:
    public = inspect.signature(chain[0]).parameters
    open_ended = any(parameter.kind is parameter.VAR_KEYWORD for parameter in public.values())
    names = {"self", *options}
    for function in chain:
        hints = type_hints(function)
        position = 0
        for parameter in inspect.signature(function).parameters.values():
            is_named = parameter.kind in {parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY}
            if parameter.name in names or not is_named:
                continue
            names.add(parameter.name)
            packed = packed_model(function, annotations.family.packed_argument)
            if packed is not None and parameter.name == annotations.family.packed_argument:
                yield from _fields_of(packed, parameter.name, annotations)
                continue
            positional = parameter.kind is parameter.POSITIONAL_OR_KEYWORD
            declared = annotations.read(hints.get(parameter.name, Any))
            yield Argument(
                name=parameter.name,
                type=declared,
                required=parameter.default is parameter.empty,
                default=_default(parameter.default, annotations),
                position=position if positional and function is chain[0] else None,
                hidden=function is not chain[0] and not open_ended,
            )
            position += positional


def _fields_of(model: Any, within: str, annotations: Annotations) -> Iterator[Argument]:
    hints = type_hints(model)
    for name, info in model.model_fields.items():
        default = inspect.Parameter.empty if info.is_required() else info.get_default(call_default_factory=True)
        yield Argument(
            name=name,
            type=annotations.read(hints.get(name, info.annotation)),
            required=info.is_required(),
            default=_default(default, annotations),
            position=None,
            hidden=False,
            within=within,
        )


def _default(default: Any, annotations: Annotations) -> Any:
    if default is OMITTED or type(default).__name__ in annotations.family.not_given:
        return "omit"
    return None if default is inspect.Parameter.empty else plain(default)


def _has_type_variable(annotation: Any) -> bool:
    generic = getattr(annotation, "__pydantic_generic_metadata__", None) or {}
    args = (*typing.get_args(annotation), *generic.get("args", ()), *generic.get("parameters", ()))
    return isinstance(annotation, typing.TypeVar) or any(_has_type_variable(arg) for arg in args)


@dataclass(frozen=True, slots=True)
class Result:
    """How a result is returned, and its type or that of each item. `page` is a pager's page, if declared."""

    shape: Literal["value", "pager", "stream", "nothing"]
    type: Type
    page: Type | None = None


def _alternatives(annotation: Any) -> tuple[Any, ...]:
    """The members of a union, or the annotation alone."""
    is_union = typing.get_origin(annotation) in {typing.Union, types.UnionType}
    return typing.get_args(annotation) if is_union else (annotation,)


def _streams_of(annotation: Any, annotations: Annotations) -> list[Any]:
    """The streams among the alternatives of a return annotation; none if it has no others."""
    members = _alternatives(annotation)
    names = annotations.family.streams
    found = [member for member in members if getattr(typing.get_origin(member), "__name__", "") in names]
    return found if len(found) < len(members) else []


def _names_of(cls: Any) -> set[str]:
    """The name of a class, by itself and with the package that defines it."""
    name, package = getattr(cls, "__name__", ""), getattr(cls, "__module__", "").partition(".")[0]
    return {name, f"{package}.{name}"}


def result_of(annotation: Any, annotations: Annotations) -> Result:
    """Read a return annotation."""
    if annotation is None or annotation is type(None):
        return Result("nothing", NULL)
    family = annotations.family
    envelope = next((member for member in _alternatives(annotation) if family.value_field(member)), None)
    if envelope is not None:
        return result_of(type_hints(envelope).get(family.value_field(envelope), Any), annotations)
    streams = _streams_of(annotation, annotations)
    if streams:  # a parameter chooses between a value and a stream: the value is returned where it is not given
        rest = [member for member in typing.get_args(annotation) if member not in streams]
        return (
            result_of(rest[0], annotations) if len(rest) == 1 else Result("value", union(map(annotations.read, rest)))
        )
    if _names_of(annotation) & family.byte_results:
        return Result("stream", Type("bytes"))
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    generic = annotation.__pydantic_generic_metadata__ if hasattr(annotation, "__pydantic_generic_metadata__") else None
    if generic and generic["origin"] is not None:  # pagers of older releases are generic pydantic models
        origin, args = generic["origin"], generic["args"]
    is_promise = getattr(origin, "__name__", "") in family.page_promises
    if is_promise or (hasattr(origin, "iter_pages") and args):
        page = args[1] if len(args) > 1 else annotation if family.page_promises else None
        return Result("pager", annotations.read(args[0]), None if page is None else annotations.read(page))
    if origin is not None and (hasattr(origin, "__anext__") or hasattr(origin, "__next__")) and args:
        return Result("stream", annotations.read(args[0]))
    return Result("value", annotations.read(annotation))
