"""Type: a declared type as a value, with a JSON form and a text form.

Kinds: `any`, `null`, `string`, `integer`, `number`, `boolean`, `datetime`, `date`, `time`, `uuid`, `bytes`, `file`,
`literal` (values, and for an enum the name of its class), `list` (one argument), `map` (key and value), `union`
(members), `model` (name), `unknown` (name: the text of an annotation that could not be read; reported as a gap). Types
that are read from source code have two more: `alias` (name: a declared name for a type), and `unknown` with arguments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

SCALARS: Final = (
    "any", "null", "string", "integer", "number", "boolean", "datetime", "date", "time", "uuid", "bytes", "file",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Type:
    """One declared type. Listed values are equal only if they are of the same type: JSON's `true` is not 1."""

    kind: str
    args: tuple[Type, ...] = ()
    values: tuple[str | int | bool, ...] = ()
    name: str = ""
    limits: tuple[tuple[str, int | float], ...] = ()  # of numbers, lengths of texts and lists; names as of pydantic

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Type):
            return NotImplemented
        return (
            self.kind == other.kind
            and self.name == other.name
            and self.values == other.values
            and self.args == other.args
            and self.limits == other.limits
            and list(map(type, self.values)) == list(map(type, other.values))
        )

    def __hash__(self) -> int:
        return hash((self.kind, self.args, self.values, self.name, self.limits))

    def __str__(self) -> str:
        match self.kind:
            case "literal":
                return " | ".join(repr(value) for value in self.values)
            case "list":
                return f"list[{self.args[0]}]"
            case "map":
                return f"map[{self.args[0]}, {self.args[1]}]"
            case "union":
                return " | ".join(str(arg) for arg in self.args)
            case "model" | "unknown" | "alias":
                return f"{self.name}[{', '.join(map(str, self.args))}]" if self.args else self.name
        return self.kind

    @property
    def members(self) -> tuple[Type, ...]:
        """The alternatives: a union's members, otherwise the type itself."""
        return self.args if self.kind == "union" else (self,)

    @property
    def nullable(self) -> bool:
        """None is a member."""
        return any(member.kind in {"null", "any"} for member in self.members)

    @property
    def open_enum(self) -> tuple[str | int | bool, ...]:
        """The listed members of an enum that allows others; () for any other type."""
        kinds = {member.kind for member in self.members}
        if "literal" in kinds and "any" in kinds:
            return tuple(value for member in self.members if member.kind == "literal" for value in member.values)
        return ()

    def without_null(self) -> Type:
        """The type without null."""
        if self.kind != "union":
            return self
        return union(member for member in self.args if member.kind != "null")

    def walk(self) -> Iterator[Type]:
        """The type and every type inside it, without those of models' fields."""
        yield self
        for arg in self.args:
            yield from arg.walk()

    def to_json(self) -> Any:
        """A string for a scalar, an object with one key for the rest."""
        if self.limits:
            return {"limited": [replace(self, limits=()).to_json(), dict(self.limits)]}
        match self.kind:
            case "literal" if self.name:
                return {"enum": [self.name, *self.values]}
            case "literal":
                return {"literal": list(self.values)}
            case "list":
                return {"list": self.args[0].to_json()}
            case "map" | "union":
                return {self.kind: [arg.to_json() for arg in self.args]}
            case "model" | "unknown" | "alias":
                return {self.kind: self.name}
        return self.kind

    @classmethod
    def from_json(cls, data: Any) -> Type:
        """The inverse of `to_json`. Raises ValueError for anything else."""
        if isinstance(data, str) and data in SCALARS:
            return cls(data)
        if isinstance(data, dict) and len(data) == 1:
            ((kind, inner),) = data.items()
            match kind:
                case "literal" if isinstance(inner, list):
                    return cls("literal", values=tuple(inner))
                case "enum" if isinstance(inner, list) and inner and isinstance(inner[0], str):
                    return cls("literal", values=tuple(inner[1:]), name=inner[0])
                case "limited" if isinstance(inner, list):
                    return replace(cls.from_json(inner[0]), limits=tuple(inner[1].items()))
                case "list":
                    return cls("list", (cls.from_json(inner),))
                case "map" | "union" if isinstance(inner, list):
                    return cls(kind, tuple(cls.from_json(arg) for arg in inner))
                case "model" | "unknown" | "alias" if isinstance(inner, str):
                    return cls(kind, name=inner)
        raise ValueError(f"not a type: {data!r}")


def union(members: Any) -> Type:
    """A union without duplicates and nesting; the member itself if there is only one."""
    flat: dict[Type, None] = {}
    for member in members:
        flat.update(dict.fromkeys(member.members))
    return next(iter(flat)) if len(flat) == 1 else Type("union", tuple(flat))


def united(members: Any) -> Type:
    """A union in which everything that httpx accepts as a file is one type."""
    found = union(members)
    if any(member.kind == "file" for member in found.members):
        return union([Type("file"), *(member for member in found.members if member.kind == "null")])
    return found


ANY: Final = Type("any")
NULL: Final = Type("null")
STRING: Final = Type("string")
