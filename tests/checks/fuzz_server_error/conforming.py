"""A failure that belongs to another check."""

from __future__ import annotations

from tests.checks.fuzz_failures import fuzz_failure

FAILURE = fuzz_failure("ST201")
