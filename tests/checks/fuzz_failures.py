"""Failures that Schemathesis reports, for the checks that judge them."""

from __future__ import annotations

from conformance.generate.fuzz_failure import FuzzFailure
from conformance.wire import Request, json_response


def fuzz_failure(kind: str) -> FuzzFailure:
    """One failure of a kind in one operation."""
    return FuzzFailure(
        operation="GET /api/projects/{id}/",
        check="not_a_server_error",
        kind=kind,
        title="Server error",
        message="- Server error",
        phase="Fuzzing",
        valid=True,
        request=Request("GET", "http://127.0.0.1:1/api/projects/x/", (), b""),
        response=json_response(500, {}),
    )
