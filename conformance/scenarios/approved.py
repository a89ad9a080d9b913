"""The approved outcomes of scenarios, as a file to review.

    {"schema": 1, "release": "2.0.7", "outcomes": {"tags: Choices": ["result: {...}"]}}

A line is a request, something printed, or how the program ended. The message of an exception that neither the SDK nor
Python defines is left out: it is the text of another package, which releases of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from conformance.errors import TargetError
from conformance.scenarios.outcome import Outcome

SCHEMA_VERSION: Final = 1
Lines = tuple[str, ...]
_ADVICE: Final = "Write it again with `conformance approve SDK`."
_OTHERS: Final = ("ValidationError", "JSONDecodeError", "ParserError", "SchemaError")  # of pydantic, jsonschema, pandas


def outcome_lines(outcome: Outcome) -> Lines:
    """An outcome as lines. Warnings are left out: most are of other packages."""
    name = outcome.raised.partition(":")[0]
    ending = f"raised {name}" if name.endswith(_OTHERS) else outcome.ending
    printed = [f"printed {outcome.printed}"] if outcome.printed else []
    return (*outcome.requests, *printed, ending)


def to_json(release: str, outcomes: Mapping[str, Lines]) -> str:
    """The outcomes by name, as the text of their file."""
    document = {
        "schema": SCHEMA_VERSION,
        "release": release,
        "outcomes": {name: list(lines) for name, lines in sorted(outcomes.items())},
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def load(file: Path) -> Mapping[str, Lines]:
    """The outcomes in a file. Raises TargetError where it cannot be read or is of another form."""
    try:
        document: Any = json.loads(file.read_text(encoding="utf-8"))
        schema = document["schema"]
        outcomes = {name: tuple(map(str, lines)) for name, lines in document["outcomes"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TargetError(
            f"{file}: not a file of approved outcomes: {type(error).__name__}: {error}\n  {_ADVICE}"
        ) from None
    if schema != SCHEMA_VERSION:
        raise TargetError(f"{file}: approved outcomes of schema {schema!r}, not {SCHEMA_VERSION}\n  {_ADVICE}")
    return outcomes
