"""Interaction: one recorded request and response, with its provenance. Values only; formats read and write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from conformance.wire import Request, Response

KINDS: Final = ("recorded", "imported", "generated")  # of a provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The origin of an interaction. A generated one does not show how a server behaves.

    An imported one was recorded by another program: it shows how a server responds, not what the SDK sends.
    `server` and `sdk` are versions, `edition` is the kind of server, `date` is a day (ISO 8601).
    """

    kind: Literal["recorded", "imported", "generated"]
    server: str
    sdk: str
    edition: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One request and its response, for an operation (the client's attribute path).

    `case` names the call, and is unique within operation and server ("simplest", "argument page_size", "missing").
    `step` counts the requests of one call from 0. `arguments` are those of the call, by Python name, in the JSON form
    of `generate.values`. As another program's file is read, `operation` is "", `losses` says what the file lacks, and
    `unusable` why the interaction cannot be replayed; these two are not stored.
    """

    operation: str
    request: Request
    response: Response
    provenance: Provenance
    case: str = ""
    step: int = 0
    arguments: Mapping[str, Any] = field(default_factory=dict)
    losses: tuple[str, ...] = ()
    unusable: str = ""
