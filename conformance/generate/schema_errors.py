"""Names the field that a JSON Schema error is about, where the validator names the object around it.

A required field that is missing is named itself; so is a field that must not be there. Of alternatives (`anyOf`,
`oneOf`), the one that fits best explains the error.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import jsonschema_rs

from conformance.text import describe_json

MAX_TEXT: Final = 300  # characters of a message
Step = str | int
_Kind = jsonschema_rs.ValidationErrorKind


@dataclass(frozen=True, slots=True)
class SchemaError:
    """One error: the place in the value, and what is wrong there."""

    path: tuple[Step, ...]
    text: str

    def __str__(self) -> str:
        """`/labels/0/name: 7 is not of type "string"`."""
        return f"{pointer(self.path)}: {self.text}"


def pointer(path: tuple[Step, ...]) -> str:
    """A JSON pointer (RFC 6901), "(whole)" for the whole value."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path) or "(whole)"


def field_errors(error: jsonschema_rs.ValidationError) -> Iterator[SchemaError]:
    """The errors of single fields that a validator's error consists of."""
    kind, path = error.kind, tuple(error.instance_path)
    match kind:
        case _Kind.Required():
            yield SchemaError((*path, kind.property), error.message)
        case _Kind.AdditionalProperties() | _Kind.UnevaluatedProperties():
            for name in kind.unexpected:
                yield SchemaError((*path, name), "the schema does not allow it")
        case _Kind.AnyOf() | _Kind.OneOfNotValid() if kind.context:
            yield from _alternative_errors(error, kind.context)
        case _:
            yield SchemaError(path, _text(error))


def _alternative_errors(
    error: jsonschema_rs.ValidationError, alternatives: list[list[jsonschema_rs.ValidationError]]
) -> Iterator[SchemaError]:
    """The errors of the alternative that fits best; one for all alternatives if none fits the value as a whole."""
    path = tuple(error.instance_path)
    inner = [[found for single in errors for found in field_errors(single)] for errors in alternatives]
    inside = [errors for errors in inner if errors and all(len(found.path) > len(path) for found in errors)]
    if not inside:
        yield SchemaError(path, _text(error))
        return
    yield from min(inside, key=lambda errors: (len(errors), -max(len(found.path) for found in errors)))


def _text(error: jsonschema_rs.ValidationError) -> str:
    """The validator's message, which begins with the value, with a list or object described in a few words."""
    text = error.message
    if isinstance(error.instance, list | dict):
        shown = json.dumps(error.instance, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
        text = describe_json(error.instance) + text.removeprefix(shown) if text.startswith(shown) else text
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 3]}..."
