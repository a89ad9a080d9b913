"""The README of the package, in `violating_source`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

OPERATION = "(package)"
PAGE = "snippet_broken: (package).violating_source/README.md"
EXPECT = {
    f"{PAGE}.Usage: from acme_sdk import Acme, Acmee",
    f'{PAGE}.Usage: client.projects.create(titel="a")',
    f"{PAGE}.Usage: project = client.project.get(1)",
    f"{PAGE}.Options: timeout=20.0",
    f'{PAGE}.Options: async_client = AsyncAcme(api_key="KEY")',
}


def alter(sdk: Any) -> None:
    sdk.__path__ = [str(Path(__file__).parent / "violating_source"), *sdk.__path__]
