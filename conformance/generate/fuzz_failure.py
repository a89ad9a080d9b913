"""One failure that Schemathesis reports of a server, as a value without Schemathesis."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.wire import Request, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class FuzzFailure:
    """One failure: in a run, at most one for each operation, kind and detail.

    `operation` is "VERB /path" of the document, `check` is Schemathesis' name for the check, `kind` its code (ST103).
    `valid` means that the document allows the request, which is the smallest that failed so. `detail` distinguishes
    failures of one kind: a status, the path of a schema's keyword, "" for most kinds.
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
