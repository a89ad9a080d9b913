"""Complaint: one failure that Schemathesis tells of a server, as a value without Schemathesis."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.wire import Request, Response


@dataclass(frozen=True, slots=True)
class FuzzFailure:
    """One failure that Schemathesis tells: at most one for each operation, kind and detail in a run.

    `operation` is "VERB /path" of the document, `check` Schemathesis' own name of what failed, `kind` its code (ST103);
    `valid` tells that the document allows the request. The request is the smallest that failed so. `detail` tells
    failures of one kind apart, as Schemathesis does: a status, the path of a schema's keyword, "" for most kinds.
    """

    operation: str
    check: str
    kind: str
    title: str
    message: str
    phase: str
    valid: bool
    request: Request
    response: Response | None
    detail: str = ""
