"""Operations that share a verb and a path, merged into one: OpenAPI has room for only one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from conformance.contract.model import Operation, Parameter
from conformance.contract.types import union


def with_url(operation: Operation, url: str) -> Operation:
    """The operation with the path parameters named as in `url`; their own names become wire names.

    Path parameters have no name on the wire, so `wire_name` is free for the name that would be lost.
    """
    renamed = dict(zip(re.findall(r"\{([^{}]*)\}", operation.url), re.findall(r"\{([^{}]*)\}", url), strict=True))
    parameters = (
        replace(parameter, name=renamed.get(parameter.name, parameter.name), wire_name=parameter.name)
        if parameter.location == "path"
        else parameter
        for parameter in operation.parameters
    )
    return replace(operation, url=url, parameters=tuple(parameters))


def merge_operations(operations: Sequence[Operation]) -> tuple[Operation, list[str]]:
    """One operation that represents all, and the paths of the others."""
    first, *others = operations
    if not others:
        return first, []
    merged = replace(
        first,
        parameters=tuple(_merged_parameters(operations)),
        response=union(operation.response for operation in operations),
        body=next((operation.body for operation in operations if operation.body != "none"), "none"),
        content_type=next((operation.content_type for operation in operations if operation.content_type), None),
        errors={status: shape for one in reversed(operations) for status, shape in one.errors.items()},
        constants=tuple(
            constant for constant in first.constants if all(constant in other.constants for other in others)
        ),
        deprecated=all(operation.deprecated for operation in operations),
    )
    return merged, [other.path for other in others]


def _merged_parameters(operations: Sequence[Operation]) -> Iterable[Parameter]:
    same: dict[tuple[str, str], list[Parameter]] = {}
    for operation in operations:
        for parameter in operation.accepted:
            key = parameter.name if parameter.location == "path" else parameter.wire_name
            same.setdefault((parameter.location, key), []).append(parameter)
    for parameters in same.values():
        everywhere = len(parameters) == len(operations)
        yield replace(
            parameters[0],
            type=union(parameter.type for parameter in parameters),
            required=everywhere and all(parameter.required for parameter in parameters),
        )
