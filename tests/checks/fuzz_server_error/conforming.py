"""Schemathesis tells something else."""

from __future__ import annotations

from tests.checks.fuzz_failures import fuzz_failure

COMPLAINT = fuzz_failure("ST201")
