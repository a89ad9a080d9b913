"""Faults of models: fields, types, aliases, enums, and how models are written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from conformance.mutants.find import entries, is_text, keyword_of
from conformance.mutants.kind import Example, Find, Kind
from conformance.mutants.source import Edit, Scope, Source

_HEAD: Final = "class Task(BaseModel):\n    "
_DUMP: Final = "def dump(self):\n    "
_OTHER: Final = {"int": "str", "str": "int", "bool": "str", "float": "str"}
_DATE: Final = re.compile(r"\b(?:dt|datetime)\.datetime\b")
_NEEDED: Final = re.compile(r"^(?:pydantic\.)?Field\(\)$")


def _fields(source: Source, node: ast.AST) -> Iterator[tuple[ast.AnnAssign, str]]:
    """A declared field, and its type; what configures the class is none."""
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and "ClassVar" not in source.of(node):
        yield node, source.of(node.annotation)


def _is_optional(field: ast.AnnAssign, source: Source) -> bool:
    return field.value is not None and not _NEEDED.match(source.of(field.value))


def _now_required(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for field, annotation in _fields(source, node):
        if _is_optional(field, source) and "alias" not in source.of(field):
            yield Edit(source.span(field.annotation)[0], source.span(field)[1], annotation)


def _now_optional(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for field, annotation in _fields(source, node):
        if not _is_optional(field, source):
            start, end = source.span(field.annotation)[0], source.span(field)[1]
            yield Edit(start, end, f"typing.Optional[{annotation}] = None")


def _removed(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    yield from (source.replace(field, "pass") for field, _ in _fields(source, node))


def _renamed(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    yield from (source.replace(field.target, f"{source.of(field.target)}_") for field, _ in _fields(source, node))


def _retyped(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for field, annotation in _fields(source, node):
        found = re.search(rf"\b({'|'.join(_OTHER)})\b", annotation)
        if found:
            start = source.span(field.annotation)[0]
            yield Edit(start + found.start(), start + found.end(), _OTHER[found[1]])


def _date(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for field, annotation in _fields(source, node):
        if found := _DATE.search(annotation):
            start = source.span(field.annotation)[0]
            yield Edit(start + found.start(), start + found.end(), "str")


def _list_lost(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for field, annotation in _fields(source, node):
        if found := re.search(r"\btyping\.List\[([\w.]+)\]", annotation):
            start = source.span(field.annotation)[0]
            yield Edit(start + found.start(), start + found.end(), found[1])


def _other_model(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    """A field has no model where it had one."""
    for field, annotation in _fields(source, node):
        inner = re.search(r"(?<![\w.])[A-Z]\w+(?![\w.\[])", annotation)
        if inner and inner[0] not in {"Any", "Optional", "List", "Dict", "Literal", scope.owner}:
            start = source.span(field.annotation)[0]
            yield Edit(start + inner.start(), start + inner.end(), "typing.Any")


def _default(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for field, _ in _fields(source, node):
        keyword = keyword_of(field.value, "default") if field.value is not None else None
        value = keyword.value if keyword is not None else field.value
        if isinstance(value, ast.Constant) and value.value is not ...:
            yield source.replace(value, '"constant"')


def _alias(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    keyword = keyword_of(node, "alias")
    if keyword is not None and is_text(keyword.value):
        yield Edit(source.span(keyword.value)[1] - 1, source.span(keyword.value)[1] - 1, "_")


def _literal(node: ast.AST) -> list[ast.expr]:
    """The members of `Literal[...]`, where it has several."""
    if not isinstance(node, ast.Subscript) or not ast.unparse(node.value).endswith("Literal"):
        return []
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else []


def _member_lost(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    yield from (source.drop(member) for member in _literal(node))
    if scope.function is None and isinstance(node, ast.Assign) and is_text(node.value):
        yield source.replace(node, "pass")


def _member_changed(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    for member in _literal(node):
        yield Edit(source.span(member)[1] - 1, source.span(member)[1] - 1, "_")
    if scope.function is None and isinstance(node, ast.Assign) and is_text(node.value):
        yield Edit(source.span(node.value)[1] - 1, source.span(node.value)[1] - 1, "_")


def _union(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if (
        isinstance(node, ast.Subscript)
        and source.of(node.value).endswith("Union")
        and isinstance(node.slice, ast.Tuple)
    ) and not _literal(node.slice.elts[0]):
        yield from (source.drop(member) for member in node.slice.elts if source.of(member) != "typing.Any")


def _flag(names: str, old: str, new: str) -> Find:
    def find(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
        del scope
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            if re.fullmatch(names, keyword.arg or "") and source.of(keyword.value) == old:
                yield source.replace(keyword.value, new)
        for key, value in entries(node):
            if re.fullmatch(names, str(key.value)) and source.of(value) == old:
                yield source.replace(value, new)

    return find


_FIRST: Final = tuple(
    Kind(id=name, group="model", summary=summary, areas=("model",), find=find,
         example=Example(path="sdk/types/task.py", before=f"{_HEAD}{before}\n", after=f"{_HEAD}{after}\n"))
    for name, summary, find, (before, after) in (
        ("field_now_required_in_model", "an optional field is required", _now_required,
         ("id: typing.Optional[int] = None", "id: typing.Optional[int]")),
        ("field_now_optional_in_model", "a required field is optional", _now_optional,
         ("id: int", "id: typing.Optional[int] = None")),
        ("field_lost", "a field is not declared", _removed, ("id: int", "pass")),
        ("field_name_changed", "a field has another name", _renamed, ("id: int", "id_: int")),
        ("field_type_swapped", "a field has another simple type", _retyped, ("id: int", "id: str")),
        ("date_read_as_text", "a date and time is declared as text", _date, ("at: dt.datetime", "at: str")),
        ("list_type_lost", "a list is declared as one of its items", _list_lost,
         ("tags: typing.List[Tag]", "tags: Tag")),
        ("field_model_lost", "a field has no model where it had one", _other_model,
         ("owner: typing.Optional[User]", "owner: typing.Optional[typing.Any]")),
        ("field_default_changed_in_model", "a field has another default", _default,
         ("id: typing.Optional[int] = None", 'id: typing.Optional[int] = "constant"')),
        ("alias_changed", "the wire name of a field is another one", _alias,
         ('id: int = Field(alias="pk")', 'id: int = Field(alias="pk_")')),
        ("enum_member_lost", "a member of an enum is not declared", _member_lost,
         ('kind: Literal["a", "b"]', 'kind: Literal["b"]')),
        ("enum_value_changed", "a member of an enum has another value", _member_changed,
         ('kind: Literal["a", "b"]', 'kind: Literal["a_", "b"]')),
        ("union_member_lost", "a member of a union is not declared", _union,
         ("value: typing.Union[int, str]", "value: typing.Union[str]")),
        ("unknown_fields_ignored", "fields that are not declared are lost", _flag("extra", '"allow"', '"ignore"'),
         ('id: int\n    more = ConfigDict(extra="allow")', 'id: int\n    more = ConfigDict(extra="ignore")')),
        ("model_not_frozen", "a model that is not to be changed can be changed", _flag("frozen", "True", "False"),
         ("id: int\n    more = ConfigDict(frozen=True)", "id: int\n    more = ConfigDict(frozen=False)")),
    )
)  # fmt: skip
_SECOND: Final = tuple(
    Kind(id=name, group="model", summary=summary, areas=("core",), find=find,
         example=Example(path="sdk/core/models.py", before=f"{_DUMP}{before}\n", after=f"{_DUMP}{after}\n"))
    for name, summary, find, (before, after) in (
        ("nulls_written", "None is written where it is to be left out", _flag("exclude_none", "True", "False"),
         ("return self.dict(exclude_none=True)", "return self.dict(exclude_none=False)")),
        ("unset_fields_written", "fields that were not given are written",
         _flag("exclude_unset|exclude_defaults", "True", "False"),
         ('o = {"exclude_unset": True}', 'o = {"exclude_unset": False}')),
        ("wire_names_not_written", "fields are written by their Python names", _flag("by_alias", "True", "False"),
         ("return self.dict(by_alias=True)", "return self.dict(by_alias=False)")),
    )
)  # fmt: skip
KINDS: Final = (*_FIRST, *_SECOND)
