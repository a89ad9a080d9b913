"""A failure that belongs to this check."""

from __future__ import annotations

from tests.checks.fuzz_failures import fuzz_failure

FAILURE = fuzz_failure("ST201")
EXPECT = {"fuzz_validation_differs: projects.get.ST201"}
