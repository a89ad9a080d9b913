"""The subjects of checks of documentation: an operation with its examples, the package's functions, and its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conformance.contract.model import Model, Operation, Twin
from conformance.documentation.docstring import Docstring
from conformance.documentation.examples import ExampleRun
from conformance.documentation.functions import DocumentedFunction
from conformance.documentation.snippet_run import SnippetRun


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedPages:
    """The Python snippets of a release's pages, as they ran."""

    runs: tuple[SnippetRun, ...]
    models: Mapping[str, Model]
