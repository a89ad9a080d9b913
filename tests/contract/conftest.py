"""The approved contracts, and the documents that two of those releases were generated from."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import pytest

from conformance.contract.document import Document
from conformance.contract.model import Contract
from conformance.contract.read_document import load_document
from conformance.contract.store import load
from conformance.targets.target import load_target

RELEASES = tuple(load_target().approved_releases())
PUBLISHED = ("2.0.5", "2.0.7")  # later ones publish no document
DOCUMENTS = "OPENAPI_DOCUMENTS"  # the environment variable that names their folder


@lru_cache
def approved(release: str) -> Contract:
    """The approved contract of a release."""
    return load(load_target().approved_file(release))


def document_file(release: str) -> Path:
    """The OpenAPI document that a release was generated from, for tests with the mark `documents`."""
    folder = os.environ.get(DOCUMENTS)
    if folder is None:
        pytest.fail(
            f"the variable {DOCUMENTS} has to name a folder with label-studio-sdk-{release}.yaml", pytrace=False
        )
    return Path(folder) / f"label-studio-sdk-{release}.yaml"


@lru_cache
def published(release: str) -> Document:
    """The document that a release was generated from."""
    return load_document(document_file(release), load_target().spec_extensions)


@pytest.fixture(params=RELEASES)
def contract(request: pytest.FixtureRequest) -> Contract:
    """Each approved contract."""
    return approved(request.param)
