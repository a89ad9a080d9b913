"""A plain payload of a declared type, for probing: the responses of tests are generated elsewhere, and better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from conformance.contract.limits import fit
from conformance.contract.model import Model
from conformance.contract.types import Type

MAX_DEPTH: Final = 4  # models within models; deeper ones have only their required fields
MOST_DEPTH: Final = 12  # models within models of required fields; deeper ones are empty
SCALARS: Final[Mapping[str, Any]] = {
    "integer": 1, "number": 1.5, "boolean": False,
    "datetime": "2031-01-01T00:00:00Z", "date": "2031-01-01", "time": "00:00:00",
    "uuid": "00000000-0000-4000-8000-000000000000",
}  # fmt: skip


def sample_payload(declared: Type, models: Mapping[str, Model], depth: int = 0, text: str = "zq") -> Any:
    """JSON of a type: every field of a model has a value, every list has one item, every enum its first member.

    Every text is `text`. Where it gets deep, models have only their required fields: models that validate refuse an
    empty object.
    """
    kind = next((member for member in declared.members if member.kind != "null"), declared)
    match kind.kind:
        case "literal":
            return kind.values[0]
        case "list":
            return [sample_payload(kind.args[0], models, depth + 1, text)] if depth < MAX_DEPTH else []
        case "map":
            return {"zq": sample_payload(kind.args[1], models, depth + 1, text)} if depth < MAX_DEPTH else {}
        case "model" if kind.name in models and depth < MOST_DEPTH:
            fields = [
                field for field in models[kind.name].fields if field.required or field.is_fixed or depth < MAX_DEPTH
            ]
            return {field.wire_name: sample_payload(field.type, models, depth + 1, text) for field in fields}
        case "model":
            return {}
    return fit(kind, text if kind.kind in {"any", "bytes", "string"} else SCALARS.get(kind.kind))
