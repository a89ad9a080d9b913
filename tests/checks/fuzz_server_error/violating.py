"""A failure that belongs to this check."""

from __future__ import annotations

from tests.checks.fuzz_failures import fuzz_failure

FAILURE = fuzz_failure("ST101")
EXPECT = {"fuzz_server_error: projects.get.ST101"}
