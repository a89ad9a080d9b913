"""The import has no effects."""

from __future__ import annotations

OPERATION = "(package)"
IMPORT_EFFECTS: dict[str, tuple[str, ...]] = {}
