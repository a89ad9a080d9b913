"""Keeps the suite out of runs that do not name it: there nobody has said which SDK to judge."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Whether a file of the suite is passed over; None leaves it to others."""
    named = config.pluginmanager.has_plugin("conformance.suite.session")
    return None if named or not collection_path.name.startswith("test_") else True
