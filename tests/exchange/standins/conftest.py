"""Stand-ins that run for one module of tests, so that none finds what another wrote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.exchange.servers.standins.process import standins
from conformance.exchange.servers.standins.value import Standins


@pytest.fixture(scope="module")
def running() -> Iterator[Standins]:
    """All stand-ins, in their own process and environment."""
    with standins() as found:
        yield found
