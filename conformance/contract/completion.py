"""How the calls of a method end, and whether they are single exchanges, as probing shows it."""

from __future__ import annotations

import dis

from conformance.contract.model import Completion
from conformance.contract.probe import Outcome


def refusal_of(full: Outcome, package: str, connection_errors: tuple[type[Exception], ...] = ()) -> Completion | None:
    """Why a call that sent nothing cannot be tested; None if it sent something, or failed for a defect of its own."""
    if full.requests or full.raised is None:
        return None
    if isinstance(full.raised, (OSError, *connection_errors)):
        return "outside"
    validates = type(full.raised).__name__ == "ValidationError"  # of pydantic: no value that was tried is valid
    return "refuses" if validates or raises_by_itself(full.raised, package) else None


def raises_by_itself(raised: Exception, package: str) -> bool:
    """Whether a statement `raise` of the SDK raised an exception: then the SDK refuses the arguments on purpose.

    An exception that Python or a library raises in the SDK's code is a defect of that code.
    """
    innermost = raised.__traceback__
    while innermost is not None and innermost.tb_next is not None:
        innermost = innermost.tb_next
    if innermost is None:
        return False
    code = innermost.tb_frame.f_code
    owner = str(innermost.tb_frame.f_globals.get("__name__", ""))
    is_owned = f"{owner}.".startswith(f"{package}.")
    return is_owned and code.co_code[innermost.tb_lasti] == dis.opmap["RAISE_VARARGS"]


def sends_several(*calls: Outcome) -> bool:
    """Whether a call sent requests with several verbs or paths, or two calls began with different verbs.

    A retry sends the same request again.
    """
    routes = [{(request.method, request.path) for request in call.requests} for call in calls]
    verbs = {call.requests[0].method for call in calls if call.requests}
    return any(len(found) > 1 for found in routes) or len(verbs) > 1
