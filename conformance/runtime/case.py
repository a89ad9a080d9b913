"""The values that checks of the runtime judge: situations, and what the clients did in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.contract.model import Twin
from conformance.runtime.observation import Observation
from conformance.runtime.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeCase:
    """One situation with the observations of the clients that have the operation.

    `lines` are the observations as the profile has them, `approved` those of the approved profile: None if it has
    none for this situation.
    """

    situation: Situation
    observations: Mapping[Twin, Observation]
    lines: Mapping[Twin, tuple[str, ...]]
    approved: Mapping[Twin, tuple[str, ...]] | None = None

    @property
    def name(self) -> str:
        """The name of the case in the profile."""
        return f"{self.situation.representative} ({self.situation.operation}): {self.situation.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcurrentCalls:
    """Calls of one client at the same time, each with a mark of its own in several places.

    `sent` are the different marks of each request that has any, `errors` the exceptions of calls. `credentials` is the
    argument that had a web token, "" for a key; `exchanges` is how often it was exchanged. `at_once` is the highest
    number of requests that were on their way at the same time.
    """

    operation: str
    twin: Twin
    calls: int
    sent: tuple[tuple[str, ...], ...]
    errors: tuple[str, ...]
    credentials: str = ""
    exchanges: int = 0
    at_once: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """All cases of an SDK. `secrets` are the credentials that clients were given, `shapes` those of its operations.

    `volatile_headers`, in lower case, differ between attempts of one call. `status_errors` are the exceptions that
    stand for an error status: the base class, and those declared for one. `side_effects` are changes of the process by
    clients, with details.
    """

    cases: tuple[RuntimeCase, ...]
    concurrent: tuple[ConcurrentCalls, ...]
    shapes: frozenset[str]
    secrets: tuple[str, ...]
    volatile_headers: frozenset[str] = frozenset()
    status_errors: frozenset[str] = frozenset()
    side_effects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
