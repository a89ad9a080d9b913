"""Schemathesis tells what this check is about."""

from __future__ import annotations

from tests.checks.fuzz_failures import fuzz_failure

COMPLAINT = fuzz_failure("ST101")
EXPECT = {"fuzz_server_error: projects.get.ST101"}
