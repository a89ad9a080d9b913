"""Schemathesis tells something else."""

from __future__ import annotations

from tests.checks.complaining import complaint

COMPLAINT = complaint("ST101")
