"""The approved signatures of helpers and outcomes of scenarios, as a file to review.

    {"schema": 2, "release": "2.0.7", "signatures": {"projects.client_ext.ProjectExt.titles": "(self)"},
     "outcomes": {"tags: Choices": ["result: {...}"]}}

A line of an outcome is a request, something printed, or how the program ended. The message of an exception that neither
the SDK nor Python defines is left out: it is the text of another package, which releases of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from conformance.errors import TargetError
from conformance.scenarios.outcome import Outcome

SCHEMA_VERSION: Final = 2
Lines = tuple[str, ...]
_ADVICE: Final = "Write it again with `conformance approve SDK`."
_OTHERS: Final = ("ValidationError", "JSONDecodeError", "ParserError", "SchemaError")  # of pydantic, jsonschema, pandas


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedHelpers:
    """The signatures of helpers by name, and the outcomes of scenarios by name."""

    signatures: Mapping[str, str]
    outcomes: Mapping[str, Lines]


def outcome_lines(outcome: Outcome) -> Lines:
    """An outcome as lines. Warnings are left out: most are of other packages."""
    name = outcome.raised.partition(":")[0]
    ending = f"raised {name}" if name.endswith(_OTHERS) else outcome.ending
    printed = [f"printed {outcome.printed}"] if outcome.printed else []
    return (*outcome.requests, *printed, ending)


def to_json(release: str, helpers: ApprovedHelpers) -> str:
    """The text of the file."""
    signatures, outcomes = helpers.signatures, helpers.outcomes
    document = {
        "schema": SCHEMA_VERSION,
        "release": release,
        "signatures": dict(sorted(signatures.items())),
        "outcomes": {name: list(lines) for name, lines in sorted(outcomes.items())},
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def load(file: Path) -> ApprovedHelpers:
    """The helpers in a file. Raises TargetError where it cannot be read or is of another form."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise TargetError(f"{file}: not a file of approved helpers: {error}\n  {_ADVICE}") from None
    return from_json(text, str(file))


def from_json(text: str, name: str) -> ApprovedHelpers:
    """The helpers in a text; `name` is that of its file. Raises TargetError where it is of another form."""
    try:
        document: Any = json.loads(text)
        if (schema := document["schema"]) != SCHEMA_VERSION:
            raise TargetError(f"{name}: approved helpers of schema {schema!r}, not {SCHEMA_VERSION}\n  {_ADVICE}")
        return ApprovedHelpers(
            signatures={helper: str(signature) for helper, signature in document["signatures"].items()},
            outcomes={scenario: tuple(map(str, lines)) for scenario, lines in document["outcomes"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TargetError(
            f"{name}: not a file of approved helpers: {type(error).__name__}: {error}\n  {_ADVICE}"
        ) from None
