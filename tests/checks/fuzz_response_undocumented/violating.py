"""A failure that belongs to this check."""

from __future__ import annotations

from tests.checks.fuzz_failures import fuzz_failure

FAILURE = fuzz_failure("ST103")
EXPECT = {"fuzz_response_undocumented: projects.get.ST103"}
