"""The source evaluates a union of types that the oldest claimed Python does not know."""

from __future__ import annotations

from conformance.python_need import PythonNeed

OPERATION = "(package)"
EXPECT = {"requires_python_too_low: (package).union_types_as_X_Y"}
PYTHON_NEEDS = (
    PythonNeed(
        feature="union types as `X | Y`",
        needs="3.10",
        places=("acme_sdk/books/client.py:12",),
        count=1,
        claim=">=3.9,<4",
        oldest="3.9",
    ),
)
