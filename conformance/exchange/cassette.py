"""Cassettes: what a server answered, with where and when it did. Values only; formats read and write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from conformance.wire import Request, Response


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an interaction comes from. A generated one is no evidence of what a server does.

    `server` and `sdk` are versions, `edition` is what kind of server it was, `date` the day (ISO 8601).
    """

    kind: Literal["recorded", "generated"]
    server: str
    sdk: str
    edition: str
    date: str


@dataclass(frozen=True, slots=True)
class Interaction:
    """One request and its answer, for an operation by its client attribute path."""

    operation: str
    request: Request
    response: Response
    provenance: Provenance
