"""Schemathesis tells what this check is about."""

from __future__ import annotations

from tests.checks.fuzz_failures import fuzz_failure

COMPLAINT = fuzz_failure("ST201")
EXPECT = {"fuzz_validation_differs: projects.get.ST201"}
