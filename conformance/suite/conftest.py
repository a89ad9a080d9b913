"""Keeps the suite out of runs that do not name it: they do not say which SDK to test."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Whether to ignore a file of the suite; None leaves the decision to other hooks."""
    named = config.pluginmanager.has_plugin("conformance.suite.session")
    return None if named or not collection_path.name.startswith("test_") else True
