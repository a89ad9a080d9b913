"""What the source of a package declares, read without importing it."""

from __future__ import annotations

from conformance.upgrade.source.reading import read_api, read_apis

__all__ = ["read_api", "read_apis"]
