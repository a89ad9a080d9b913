"""Whether a value belongs to a declared type, independent of the generator."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final

from conformance.contract.model import Model
from conformance.contract.types import Type
from conformance.generate.values import File, Record

CLASSES: Final[Mapping[str, tuple[type, ...]]] = {
    "null": (type(None),), "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,),
    "datetime": (dt.datetime,), "date": (dt.date,), "time": (dt.time,), "uuid": (uuid.UUID,), "bytes": (bytes,),
    "file": (File,),
}  # fmt: skip


def valid(declared: Type, value: Any, models: Mapping[str, Model]) -> bool:
    """The value is one of the type; models have their required fields and no others than declared."""
    match declared.kind:
        case "any":
            return True
        case "literal":
            return value in declared.values
        case "union":
            return any(valid(member, value, models) for member in declared.args)
        case "list":
            return isinstance(value, list) and all(valid(declared.args[0], item, models) for item in value)
        case "map":
            return isinstance(value, dict) and all(valid(declared.args[1], item, models) for item in value.values())
        case "model":
            return isinstance(value, Record) and value.model == declared.name and _complete(value, models)
    if isinstance(value, bool) and declared.kind != "boolean":
        return False
    return isinstance(value, CLASSES[declared.kind])


def _complete(record: Record, models: Mapping[str, Model]) -> bool:
    fields = {field.name: field for field in models[record.model].fields}
    required = {name for name, field in fields.items() if field.required}
    return required <= record.fields.keys() <= fields.keys() and all(
        valid(fields[name].type, value, models) for name, value in record.fields.items()
    )
