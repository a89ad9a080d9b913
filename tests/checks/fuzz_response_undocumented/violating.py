"""Schemathesis tells what this check is about."""

from __future__ import annotations

from tests.checks.fuzz_failures import fuzz_failure

COMPLAINT = fuzz_failure("ST103")
EXPECT = {"fuzz_response_undocumented: projects.get.ST103"}
