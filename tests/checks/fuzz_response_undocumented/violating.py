"""Schemathesis tells what this check is about."""

from __future__ import annotations

from tests.checks.complaining import complaint

COMPLAINT = complaint("ST103")
EXPECT = {"fuzz_response_undocumented: projects.get.ST103"}
