"""A live run uses a personal access token with both clients of a real SDK, on a real server."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.finding import PACKAGE
from conformance.pipeline.live_run import live_run
from conformance.settings import LiveSettings
from conformance.targets.target import load_target
from conformance.workers.messages import JudgeLiveOperation
from conformance.workers.pool import require


@pytest.mark.live
@pytest.mark.slow
@pytest.mark.parametrize(("sdk", "server"), [("2.1.2", "1.23.2"), ("2.0.7", "1.21.0")])
def test_both_clients_exchange_a_personal_access_token_on_a_server_of_the_run(sdk: str, server: str) -> None:
    settings = LiveSettings(sdk=sdk, server=server, operation=("tokens.list",), servers=1)
    lines: list[str] = []
    with live_run(settings, load_target(), lines.append) as run:
        results: list[Any] = [
            require(run.first.pool.ask(JudgeLiveOperation(operation=path), 120.0)) for path in (PACKAGE, "tokens.list")
        ]
    package, tokens = results
    assert package.coverage.crash is None
    assert package.coverage.checks["personal_token_not_used"] == 1
    found = {finding.id: finding.message for result in results for finding in result.findings}
    assert {identity: text for identity, text in found.items() if identity.startswith("personal_token")} == {}
    assert tokens.coverage.reach.state == "reached"
    assert "eyJ" not in "".join(lines)
