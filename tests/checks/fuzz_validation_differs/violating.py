"""Schemathesis tells what this check is about."""

from __future__ import annotations

from tests.checks.complaining import complaint

COMPLAINT = complaint("ST201")
EXPECT = {"fuzz_validation_differs: projects.get.ST201"}
