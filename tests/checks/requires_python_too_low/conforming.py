"""The source was read, and runs on every Python that the metadata allows."""

from __future__ import annotations

OPERATION = "(package)"
PYTHON_NEEDS = ()
