"""The names that nearly every check needs, in one import: `from conformance.checks.prelude import ...`."""

from __future__ import annotations

from conformance.checks.check import Check, Fact, Facts, check
from conformance.checks.origin import Converting, InDump, InHeader, InModel, InPath, Raising, Returning
from conformance.checks.subjects import DeclaredOperation, Package
from conformance.checks.views import (
    ApprovedOperation,
    ApprovedPackage,
    DescribedOperation,
    RaisedError,
    SentRequest,
    ServerResponse,
    argument_blame,
    attribute_changes,
    difference_facts,
    differences_of,
    fuzz_facts,
    received_error,
    request_fact,
    returned_data,
    returns_data,
    returns_model,
    violation_place,
    wire_parameters,
)
from conformance.exchange.model import CallGroup, Exchange
from conformance.exchange.sequence import Sequence, Step
from conformance.exchange.token_use import TokenUse
from conformance.finding import PACKAGE, Blame, Severity, Source
from conformance.generate.fuzz_failure import FuzzFailure

__all__ = [
    "PACKAGE",
    "ApprovedOperation",
    "ApprovedPackage",
    "Blame",
    "CallGroup",
    "Check",
    "Converting",
    "DeclaredOperation",
    "DescribedOperation",
    "Exchange",
    "Fact",
    "Facts",
    "FuzzFailure",
    "InDump",
    "InHeader",
    "InModel",
    "InPath",
    "Package",
    "RaisedError",
    "Raising",
    "Returning",
    "SentRequest",
    "Sequence",
    "ServerResponse",
    "Severity",
    "Source",
    "Step",
    "TokenUse",
    "argument_blame",
    "attribute_changes",
    "check",
    "difference_facts",
    "differences_of",
    "fuzz_facts",
    "received_error",
    "request_fact",
    "returned_data",
    "returns_data",
    "returns_model",
    "violation_place",
    "wire_parameters",
]
