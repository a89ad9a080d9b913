"""Annotations of an SDK, read into types. Models are recognised by duck typing: the SDK brings its own pydantic."""

from __future__ import annotations

import collections.abc
import datetime as dt
import enum
import inspect
import sys
import types
import typing
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from conformance.contract.limits import applying, limits_of
from conformance.contract.listed_values import listed_values, with_values
from conformance.contract.model import Field, Model
from conformance.contract.types import ANY, NULL, Type, union
from conformance.targets.families.family import Family
from conformance.targets.families.fern import FERN

SCALARS: Final[dict[Any, Type]] = {
    type(None): NULL,
    None: NULL,
    str: Type("string"),
    int: Type("integer"),
    float: Type("number"),
    bool: Type("boolean"),
    bytes: Type("bytes"),
    dt.datetime: Type("datetime"),
    dt.date: Type("date"),
    dt.time: Type("time"),
    uuid.UUID: Type("uuid"),
    Any: ANY,
    object: ANY,
    dict: Type("map", (Type("string"), ANY)),
    list: Type("list", (ANY,)),
}
_LISTS: Final = (list, set, frozenset, collections.abc.Sequence, collections.abc.Iterable, collections.abc.Set)
_MAPS: Final = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
# settings of models for documents and for speed, and one that has an attribute of its own
_NO_BEHAVIOUR: Final = frozenset(
    {"cache_strings", "defer_build", "extra", "json_schema_mode_override", "title", "use_attribute_docstrings"}
)
_SETTINGS_OF_PYDANTIC_1: Final = (
    "allow_mutation", "allow_population_by_field_name", "frozen", "use_enum_values", "validate_assignment",
)  # fmt: skip


class Annotations:
    """Reads annotations into types, and collects the models that they mention.

    `name_of` returns the name of a class relative to the SDK's package.
    """

    def __init__(
        self, name_of: Callable[[type], str], error_text: Callable[[Any], str] = repr, family: Family = FERN
    ) -> None:
        self.name_of, self.family = name_of, family
        self.text_of = error_text
        self.models: dict[str, Model] = {}
        self.classes: dict[str, type] = {}

    def read(self, annotation: Any) -> Type:
        """The type of one annotation."""
        scalar = SCALARS.get(annotation) if _hashable(annotation) else None
        if scalar is not None:
            return scalar
        origin, args = typing.get_origin(annotation), typing.get_args(annotation)
        if hasattr(origin or annotation, "__value__"):  # a `TypeAliasType`, with its parameters or without
            return self.read(_aliased(annotation))
        if hasattr(annotation, "__metadata__"):
            return self._limited(self.read(annotation.__origin__), limits_of(annotation.__metadata__))
        if _is_union(annotation):
            return self._union(args)
        if origin is typing.Literal:
            return Type("literal", values=args)
        if (
            origin in _LISTS
            or getattr(origin, "__name__", "") in self.family.lists
            or (origin is tuple and len(args) == 2 and args[1] is ...)
        ):
            return Type("list", (self.read(args[0]),))
        if origin in _MAPS:
            return Type("map", (self.read(args[0]), self.read(args[1])))
        if inspect.isclass(annotation) and (hasattr(annotation, "model_fields") or _is_of_pydantic_1(annotation)):
            return self._model(annotation)
        if _is_typed_dict(annotation):
            model = self._model_beside(annotation)
            return self._typed_dict(annotation) if model is None else self.read(model)
        if getattr(annotation, "__name__", "") in self.family.open_values:
            return ANY
        if inspect.isclass(annotation) and issubclass(annotation, enum.Enum):
            return self._enum(annotation)
        return Type("unknown", name=self.text_of(annotation))

    def _limited(self, declared: Type, limits: tuple[tuple[str, int | float], ...]) -> Type:
        """A type, or each member of a union, with the limits that it can have; of a family that declares them."""
        if not limits or not self.family.limits:
            return declared
        if declared.kind == "union":
            return union(self._limited(member, limits) for member in declared.args)
        return replace(declared, limits=applying(declared, limits))

    def _enum(self, cls: type[enum.Enum]) -> Type:
        """The values of an enum's members, with its name; methods look at the members, which only the class makes."""
        values = tuple(dict.fromkeys(member.value for member in cls))
        if not values or not all(isinstance(value, str | int) for value in values):
            return Type("unknown", name=self.text_of(cls))
        name = self.name_of(cls)
        self.classes[name] = cls
        return Type("literal", values=values, name=name)

    def _typed_dict(self, cls: Any) -> Type:
        """A dict with known keys: callers pass it as it is."""
        name = self.name_of(cls)
        if name not in self.models:
            self.models[name] = Model(name, (), is_dict=True)
            self.classes[name] = cls
            fields = tuple(
                Field(
                    name=key,
                    wire_name=alias_of(annotation) or key,
                    type=self.read(annotation),
                    required=is_required,
                )
                for key, (annotation, is_required) in _keys_of(cls).items()
            )
            self.models[name] = Model(name, fields, keeps_unknown=False, is_dict=True)
        return Type("model", name=name)

    def _model_beside(self, cls: Any) -> Any:
        """The model, or the union of models, that callers may pass as this TypedDict; None if it stands for none."""
        suffix = self.family.dict_suffix
        if not suffix or not cls.__name__.endswith(suffix):
            return None
        return getattr(sys.modules.get(cls.__module__), cls.__name__.removesuffix(suffix), None)

    def _union(self, args: tuple[Any, ...]) -> Type:
        args = tuple(arg for arg in args if getattr(arg, "__name__", "") not in self.family.not_given)
        if any(arg is typing.IO or typing.get_origin(arg) is typing.IO for arg in args):
            # httpx accepts as a file: an open file, bytes, text, or tuples with a name and a content type
            rest = [NULL] if type(None) in args else []
            return union([Type("file"), *rest])
        members = [self.read(arg) for arg in args]
        if sum(member.kind == "file" for member in members):
            return union([Type("file"), *(member for member in members if member == NULL)])
        return union(members)

    def _model(self, cls: type) -> Type:
        name = self.name_of(cls)
        if name not in self.models:
            self.models[name] = Model(name, ())  # a model may contain itself
            self.classes[name] = cls
            self.models[name] = Model(
                name,
                tuple(self._fields(cls)),
                keeps_unknown=_extra(cls) == "allow",
                bases=tuple(self.name_of(base) for base in cls.__mro__[1:] if _fields_of(base)),
                config=_config(cls),
            )
        return Type("model", name=name)

    def _fields_of_pydantic_1(self, cls: Any, hints: Mapping[str, Any]) -> typing.Iterator[Field]:
        for name, info in cls.__fields__.items():
            annotation = hints.get(name, info.outer_type_)
            yield Field(
                name=name,
                wire_name=alias_of(annotation) or info.alias,
                type=self.read(annotation),
                required=bool(info.required),
                default=None if info.required else plain(info.get_default()),
            )

    def _fields(self, cls: Any) -> typing.Iterator[Field]:
        generic = getattr(cls, "__pydantic_generic_metadata__", None) or {}
        hints = {} if generic.get("origin") is not None else type_hints(cls)  # with parameters, pydantic resolves them
        if _is_of_pydantic_1(cls):
            yield from self._fields_of_pydantic_1(cls, hints)
            return
        for name, info in cls.model_fields.items():
            if getattr(info, "exclude", None) is True or name == self.family.rest:  # no part of the data
                continue
            annotation = hints.get(name, info.annotation)
            default = None if info.is_required() else info.get_default(call_default_factory=True)
            declared = self.read(annotation)
            declared = self._limited(declared, limits_of([info]))
            values = listed_values(cls, name) if self.family.limits else ()
            if values:
                declared = with_values(declared, values)
            if self.family.none_is_absent and not info.is_required() and _is_union(annotation):
                declared = declared.without_null()
            yield Field(
                name=name,
                wire_name=alias_of(annotation) or info.alias or info.serialization_alias or name,
                type=declared,
                required=info.is_required(),
                default=None if type(default).__name__ in self.family.not_given else plain(default),
            )


def _is_union(annotation: Any) -> bool:
    """Whether an annotation itself is a union, and no alias of one."""
    plain_annotation = getattr(annotation, "__origin__", None) if hasattr(annotation, "__metadata__") else annotation
    return typing.get_origin(plain_annotation) in {typing.Union, types.UnionType}


def _aliased(annotation: Any) -> Any:
    """The annotation that an alias stands for, with its arguments in place of its parameters."""
    alias, args = typing.get_origin(annotation) or annotation, typing.get_args(annotation)
    return alias.__value__[args] if args else alias.__value__


def _is_typed_dict(cls: Any) -> bool:
    """Whether a class is a TypedDict, of `typing` or of `typing_extensions`."""
    return inspect.isclass(cls) and issubclass(cls, dict) and hasattr(cls, "__total__")


def _keys_of(cls: Any) -> dict[str, tuple[Any, bool]]:
    """The annotation of each key of a TypedDict, and whether the key is required."""
    found = {}
    for key, hint in type_hints(cls).items():
        annotation, is_required = hint, key in cls.__required_keys__
        while (mark := _mark_of(annotation)) in {"Required", "NotRequired", "ReadOnly"}:
            is_required = is_required if mark == "ReadOnly" else mark == "Required"
            annotation = typing.get_args(annotation)[0]
        found[key] = (annotation, is_required)
    return found


def _mark_of(annotation: Any) -> str:
    return str(getattr(typing.get_origin(annotation), "_name", ""))


def _is_of_pydantic_1(cls: Any) -> bool:
    """Whether a class is a model of pydantic 1, which pydantic 2 contains as `pydantic.v1`."""
    return not hasattr(cls, "model_fields") and hasattr(cls, "__config__") and isinstance(_fields_of(cls), dict)


def _fields_of(cls: Any) -> Any:
    """The fields of a model of either pydantic, by name."""
    return cls.model_fields if hasattr(cls, "model_fields") else getattr(cls, "__fields__", None)


def _extra(cls: Any) -> str:
    """The policy of a model for unknown fields."""
    if _is_of_pydantic_1(cls):
        return str(getattr(cls.__config__.extra, "value", cls.__config__.extra))
    return str(getattr(cls, "model_config", {}).get("extra"))


def _config(cls: Any) -> tuple[tuple[str, bool | int | str], ...]:
    """The settings of a model that change what it does, without the policy for unknown fields; sorted by name."""
    if _is_of_pydantic_1(cls):
        settings = {name: getattr(cls.__config__, name, None) for name in _SETTINGS_OF_PYDANTIC_1}
    else:
        settings = dict(getattr(cls, "model_config", {}))
    return tuple(
        sorted(
            (name, value)
            for name, value in settings.items()
            if isinstance(value, bool | int | str) and name not in _NO_BEHAVIOUR
        )
    )


def type_hints(thing: Any) -> dict[str, Any]:
    """Resolved annotations, including the metadata of `Annotated`; {} if they cannot be resolved."""
    try:
        return typing.get_type_hints(thing, include_extras=True)
    except Exception:  # noqa: BLE001  # a name may lead to a module that is imported now, and fails as it likes
        return {}


def alias_of(annotation: Any) -> str | None:
    """The wire name that older releases carry in `Annotated[..., FieldMetadata(alias=...)]`."""
    metadata = getattr(annotation, "__metadata__", ())
    return next((item.alias for item in metadata if isinstance(getattr(item, "alias", None), str)), None)


def plain(value: Any) -> Any:
    """A default as JSON, or its repr if JSON cannot express it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return repr(value)


def _hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True
