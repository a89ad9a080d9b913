"""What the source of a package declares, read without importing it."""

from __future__ import annotations

from conformance.upgrade.source.read_package import read_api, read_apis

__all__ = ["read_api", "read_apis"]
