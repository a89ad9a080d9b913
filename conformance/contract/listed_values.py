"""The values that a validator of a model allows: it names them when it refuses another one."""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from typing import Any, Final

from conformance.contract.types import Type, union

_REFUSAL: Final = re.compile(r"one of enum values (\(.*\))", re.DOTALL)
_NO_VALUE: Final = "zq-no-member"


def listed_values(model: Any, field: str) -> tuple[str | int, ...]:
    """The values of a field that its validators list, () where none of them lists any."""
    decorators = getattr(getattr(model, "__pydantic_decorators__", None), "field_validators", {})
    for name, decorator in decorators.items():
        if field not in decorator.info.fields:
            continue
        for value in (_NO_VALUE, [_NO_VALUE]):
            try:
                getattr(model, name)(value)
            except Exception as refusal:  # noqa: BLE001  # its text lists the values
                found = _values_in(str(refusal))
                if found:
                    return found
    return ()


def _values_in(text: str) -> tuple[str | int, ...]:
    listed = _REFUSAL.search(text)
    if listed is None:
        return ()
    with suppress(ValueError, SyntaxError):
        values = ast.literal_eval(listed.group(1))
        values = values if isinstance(values, tuple) else (values,)
        if all(isinstance(value, str | int) for value in values):
            return values
    return ()


def with_values(declared: Type, values: tuple[str | int, ...]) -> Type:
    """The type with the listed values in place of its texts and numbers, also inside lists."""
    if declared.kind == "union":
        return union(with_values(member, values) for member in declared.args)
    if declared.kind == "list":
        return Type("list", (with_values(declared.args[0], values),))
    return Type("literal", values=values) if declared.kind in {"string", "integer", "number"} else declared
