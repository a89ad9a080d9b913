"""The subjects of checks of documentation: an operation with its examples, and the functions of the whole package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conformance.contract.model import Model, Operation, Twin
from conformance.documentation.docstring import Docstring
from conformance.documentation.examples import ExampleRun
from conformance.documentation.functions import DocumentedFunction


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedOperation:
    """One operation of one client, its docstring, and its examples as they ran."""

    operation: Operation
    twin: Twin
    docstring: Docstring
    runs: tuple[ExampleRun, ...]
    models: Mapping[str, Model]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedPackage:
    """The public functions of a package whose docstrings describe parameters."""

    functions: tuple[DocumentedFunction, ...]
