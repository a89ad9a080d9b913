"""Every kind of fault. One more is one `Kind` in the module of its group, with its example; its test reads it there.

request, response, error  of the requests and results of operations
retry, core               of the code that all operations share
pager, stream, model      of pagers, downloads, and models
client                    of what callers set
"""

from __future__ import annotations

from typing import Final

from conformance.mutants.kind import Kind
from conformance.mutants.kinds import client, core, error, model, pager, request, response, retry, stream

KINDS: Final[tuple[Kind, ...]] = (
    *request.KINDS, *response.KINDS, *error.KINDS, *retry.KINDS, *pager.KINDS, *stream.KINDS, *model.KINDS,
    *client.KINDS, *core.KINDS,
)  # fmt: skip
