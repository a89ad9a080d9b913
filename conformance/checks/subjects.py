"""The subjects of checks that need no call: one operation as it is declared, and the SDK as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.contract.document import Document, SpecOperation
from conformance.contract.model import Contract, Model, Operation, Twin
from conformance.exchange.model import Exchange
from conformance.python_need import PythonNeed
from conformance.runtime.observation import SentRequest
from conformance.runtime.options import arrives
from conformance.runtime.situation import CallOption


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredOperation:
    """One operation as the SDK declares it and as it was approved, by client, with the models of both.

    `document` is the OpenAPI document of the run, if any; `spec` is the operation in it, where it has one.
    """

    path: str
    actual: Mapping[Twin, Operation]
    approved: Mapping[Twin, Operation] | None
    models: Mapping[str, Model]
    approved_models: Mapping[str, Model]
    document: Document | None = None
    spec: SpecOperation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWithOptions:
    """A call of one operation with options that every request of it must show."""

    options: tuple[CallOption, ...]
    exchange: Exchange

    @property
    def ignored(self) -> dict[str, list[int]]:
        """The numbers of the requests, from 1, that do not show an option, by its name."""
        requests = [
            SentRequest(request=request, limit=limit)
            for request, limit in zip(self.exchange.requests, self.exchange.timeouts, strict=True)
        ]
        missing = {
            option.name: [number for number, sent in enumerate(requests, 1) if not arrives(option, sent)]
            for option in self.options
        }
        return {name: numbers for name, numbers in missing.items() if numbers}


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The SDK as a whole: its operations by client, exports and attempts by status, and the approved contract.

    `document` is the OpenAPI document of the run, if any; `described` has the labels of the operations that both the
    document and the SDK have. `python_needs` is what the source needs of Python beyond the claim of its metadata, None
    where that is not known. `broken` has the parts of each client that cannot be loaded, `broken_exports` the public
    names that cannot, both with the reason. `operations` are those of the sync client, by path. `import_effects` is
    what the import changed in the process, with details. `has_both` is false of SDKs that have no async client.
    `raw_differences` has, by client, operation and parameter, how the methods that give raw responses differ from the
    usual ones.
    """

    paths: Mapping[Twin, frozenset[str]]
    exports: frozenset[str]
    attempts: Mapping[int, int]
    helpers: frozenset[str]
    approved: Contract | None
    document: Document | None = None
    described: frozenset[str] = frozenset()
    python_needs: tuple[PythonNeed, ...] | None = None
    broken: Mapping[Twin, Mapping[str, str]] = field(default_factory=dict)
    broken_exports: Mapping[str, str] = field(default_factory=dict)
    operations: Mapping[str, Operation] = field(default_factory=dict)
    has_both: bool = True
    import_effects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    raw_differences: Mapping[Twin, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    def in_broken_part(self, path: str, twin: Twin | None = None) -> bool:
        """Whether a path leads through a part that cannot be loaded, of one client or of any."""
        parts = [part for client, found in self.broken.items() if twin in {client, None} for part in found]
        return any(path == part or path.startswith(f"{part}.") for part in parts)
