"""Whether a live run proves that a known finding no longer occurs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.pipeline.live import DEFAULTS, shows_all_known
from conformance.settings import LiveSettings

MANAGED = replace(DEFAULTS, server="1.23.2")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (MANAGED, True),
        (replace(MANAGED, mode="owned"), True),
        (replace(MANAGED, operation=("projects.*",)), True),
        (replace(MANAGED, mode="read-only"), False),
        (replace(MANAGED, seed=7), False),
        (replace(MANAGED, examples=0), False),
        (replace(MANAGED, drift=True), False),
        (replace(DEFAULTS, url="http://localhost:8080"), False),
        (replace(DEFAULTS, url="http://localhost:8080", mode="owned"), False),
    ],
    ids=str,
)
def test_only_a_default_run_on_a_server_of_its_own_shows_every_known_finding(
    settings: LiveSettings, expected: bool
) -> None:
    assert shows_all_known(settings) is expected
