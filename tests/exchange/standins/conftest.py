"""Stand-ins that run for one session of tests, and small ones that are served by the process of the tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.exchange.servers.standins.process import standins
from conformance.exchange.servers.standins.value import Standins


@pytest.fixture(scope="session")
def running() -> Iterator[Standins]:
    """All stand-ins, in their own process and environment."""
    with standins() as found:
        yield found
