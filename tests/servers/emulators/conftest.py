"""Emulators that run for one module of tests, so that none reads what another wrote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.servers.emulators.addresses import EmulatorAddresses
from conformance.servers.emulators.process import emulators


@pytest.fixture(scope="module")
def running() -> Iterator[EmulatorAddresses]:
    """All emulators, in their own process and environment."""
    with emulators() as addresses:
        yield addresses
