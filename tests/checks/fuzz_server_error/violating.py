"""Schemathesis tells what this check is about."""

from __future__ import annotations

from tests.checks.complaining import complaint

COMPLAINT = complaint("ST101")
EXPECT = {"fuzz_server_error: projects.get.ST101"}
