"""Cassettes: what a server answered, with where and when it did. Values only; formats read and write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

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
    """One request and its answer, for an operation by its client attribute path.

    `case` names the call that it belongs to, and is the call's identity within operation and server ("simplest",
    "argument page_size", "missing"); `step` counts the requests of one call from 0. `arguments` are the call's, by
    Python name, in the JSON form of `generate.values`; {} where they are not known, as in imported recordings.
    """

    operation: str
    request: Request
    response: Response
    provenance: Provenance
    case: str = ""
    step: int = 0
    arguments: Mapping[str, Any] = field(default_factory=dict)
