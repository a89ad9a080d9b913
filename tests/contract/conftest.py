"""The approved contracts, and the documents that two of those releases were generated from."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from conformance.contract.document import Document, load_document
from conformance.contract.model import Contract
from conformance.contract.store import load
from conformance.targets.target import load_target

RELEASES = tuple(load_target().approved_releases())
PUBLISHED = ("2.0.5", "2.0.7")  # later ones publish no document
DOCUMENTS = Path(__file__).parents[2].parent / "shared" / "openapi"


@lru_cache
def approved(release: str) -> Contract:
    """The approved contract of a release."""
    return load(load_target().approved_file(release))


@lru_cache
def published(release: str) -> Document:
    """The document that a release was generated from; the test is skipped where it is not at hand."""
    file = DOCUMENTS / f"label-studio-sdk-{release}.yaml"
    if not file.is_file():
        pytest.skip(f"the OpenAPI document of {release} is not beside the project (shared/openapi/{file.name})")
    return load_document(file, load_target().spec_extensions)


@pytest.fixture(params=RELEASES)
def contract(request: pytest.FixtureRequest) -> Contract:
    """Each approved contract."""
    return approved(request.param)
