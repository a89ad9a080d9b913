"""The import adds a handler to a logger."""

from __future__ import annotations

OPERATION = "(package)"
IMPORT_EFFECTS = {"adds handlers to loggers": ("acme: StreamHandler",)}
EXPECT = {"import_has_effects: (package).adds handlers to loggers"}
