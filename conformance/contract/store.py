"""Contracts as JSON: exact, stable, and reviewable in a pull request (one parameter per line)."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from conformance.contract.model import TWINS, Contract, ErrorShape, Field, Model, Operation, Parameter
from conformance.contract.types import Type
from conformance.errors import TargetError

SCHEMA_VERSION = 1
LINE = 118


def to_json(contract: Contract) -> str:
    """The contract as text."""
    return pretty(to_document(contract)) + "\n"


def to_document(contract: Contract) -> dict[str, Any]:
    """The contract as values of JSON. Operations of the async client are in it only if they differ."""
    sync, other = (contract.twins[twin] for twin in TWINS)
    different = {
        path: None if path not in other else _operation_json(other[path])
        for path in sorted({*sync, *other})
        if sync.get(path) != other.get(path)
    }
    return {
        "schema": SCHEMA_VERSION,
        "target": contract.target,
        "distribution": contract.distribution,
        "version": contract.version,
        "attempts": {str(status): count for status, count in sorted(contract.attempts.items())},
        "exports": list(contract.exports),
        "helpers": list(contract.helpers),
        **({"broken": {twin: dict(parts) for twin, parts in contract.broken.items()}} if contract.broken else {}),
        "operations": {path: _operation_json(operation) for path, operation in sorted(sync.items())},
        "async": different,
        "models": {name: _model_json(model) for name, model in sorted(contract.models.items())},
    }


def with_parts(text: str, parts: Collection[Mapping[str, Any]]) -> str:
    """The text of a contract with the operations and models of other documents."""
    document = json.loads(text)
    for name in ("operations", "async", "models"):
        joined = document[name] | {key: value for part in parts for key, value in part[name].items()}
        document[name] = dict(sorted(joined.items()))
    return pretty(document) + "\n"


def pretty(value: Any, indent: str = "") -> str:
    """JSON with each object and array on one line if it fits."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(flat) <= LINE or not isinstance(value, dict | list) or not value:
        return flat
    inner = indent + " "
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + pretty(item, inner) for item in value) + f"\n{indent}]"
    lines = (f"{inner}{json.dumps(key, ensure_ascii=False)}: {pretty(item, inner)}" for key, item in value.items())
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _without_defaults(data: dict[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in defaults or defaults[key] != value}


_PARAMETER_DEFAULTS: Mapping[str, Any] = {
    "default": None,
    "position": None,
    "sent_default": None,
    "hidden": False,
    "within": "",
    "list_style": "",
}
_OPERATION_DEFAULTS: Mapping[str, Any] = {
    "shape": "value", "page": None, "items": "", "response_format": "",
    "body": "none", "content_type": None, "constants": [], "errors": {},
    "extension": "", "deprecated": False, "statuses": [], "retried": False, "completion": "returns", "gaps": [],
}  # fmt: skip


def _parameter_json(parameter: Parameter) -> dict[str, Any]:
    data = {name: getattr(parameter, name) for name in Parameter.__dataclass_fields__}
    return _without_defaults({**data, "type": parameter.type.to_json()}, _PARAMETER_DEFAULTS)


def _operation_json(operation: Operation) -> dict[str, Any]:
    data = {name: getattr(operation, name) for name in Operation.__dataclass_fields__ if name != "path"}
    data["parameters"] = [_parameter_json(parameter) for parameter in operation.parameters]
    data["response"] = operation.response.to_json()
    data["page"] = operation.page.to_json() if operation.page else None
    data["constants"] = [list(constant) for constant in operation.constants]
    data["errors"] = {
        str(status): [shape.error, shape.body] if shape.body else [shape.error]
        for status, shape in sorted(operation.errors.items())
    }
    data["gaps"] = list(operation.gaps)
    data["statuses"] = list(operation.statuses)
    return _without_defaults(data, _OPERATION_DEFAULTS)


def _model_json(model: Model) -> dict[str, Any]:
    return {
        **({"is_dict": True} if model.is_dict else {}),
        "keeps_unknown": model.keeps_unknown,
        "bases": list(model.bases),
        **({} if model.config is None else {"config": dict(model.config)}),
        "fields": [
            {
                "name": field.name,
                "wire_name": field.wire_name,
                "type": field.type.to_json(),
                "required": field.required,
                "default": field.default,
            }
            for field in model.fields
        ],
    }


def from_json(text: str, origin: str = "contract") -> Contract:
    """The inverse of `to_json`. Raises TargetError with `origin` and the problem."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise TargetError(f"{origin}: not JSON: {error}") from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA_VERSION:
        got = document.get("schema") if isinstance(document, dict) else type(document).__name__
        raise TargetError(
            f"{origin}: not an approved contract of schema {SCHEMA_VERSION}: got {got!r}.\n"
            "  Write one with: conformance approve SDK"
        )
    try:
        return _contract(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TargetError(
            f"{origin}: the approved contract is malformed: {type(error).__name__}: {error}\n"
            "  Write it again with: conformance approve SDK"
        ) from None


def _contract(document: Mapping[str, Any]) -> Contract:
    sync = {path: _operation(path, data) for path, data in document["operations"].items()}
    asynchronous = dict(sync)
    for path, data in document["async"].items():
        asynchronous.pop(path, None)
        if data is not None:
            asynchronous[path] = _operation(path, data)
    return Contract(
        target=document["target"],
        distribution=document["distribution"],
        version=document["version"],
        twins={"sync": sync, "async": dict(sorted(asynchronous.items()))},
        models={name: _model(name, data) for name, data in document["models"].items()},
        exports=tuple(document["exports"]),
        attempts={int(status): count for status, count in document["attempts"].items()},
        helpers=tuple(document["helpers"]),
        broken=document.get("broken", {}),
    )


def _operation(path: str, data: Mapping[str, Any]) -> Operation:
    full = {**_OPERATION_DEFAULTS, **data}
    return Operation(
        **{
            **full,
            "path": path,
            "parameters": tuple(_parameter(item) for item in full["parameters"]),
            "response": Type.from_json(full["response"]),
            "page": None if full["page"] is None else Type.from_json(full["page"]),
            "constants": tuple((place, name, value) for place, name, value in full["constants"]),
            "errors": {int(status): ErrorShape(*shape) for status, shape in full["errors"].items()},
            "gaps": tuple(full["gaps"]),
            "statuses": tuple(full["statuses"]),
        }
    )


def _parameter(data: Mapping[str, Any]) -> Parameter:
    return Parameter(**{**_PARAMETER_DEFAULTS, **data, "type": Type.from_json(data["type"])})


def _model(name: str, data: Mapping[str, Any]) -> Model:
    fields = tuple(Field(**{**item, "type": Type.from_json(item["type"])}) for item in data["fields"])
    config = tuple(sorted(data["config"].items())) if "config" in data else None
    return Model(name, fields, data["keeps_unknown"], tuple(data["bases"]), data.get("is_dict", False), config)


def load(file: Path) -> Contract:
    """Read an approved contract. Raises TargetError where it cannot be read."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TargetError(f"{file}: the approved contract cannot be read: {error}") from None
    return from_json(text, str(file))
