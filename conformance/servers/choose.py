"""The server that a user chose: one that is started for the run, or one that runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from conformance.errors import UsageError
from conformance.servers.connect import connect, read_token
from conformance.servers.run_folders import Tell
from conformance.servers.server import Server
from conformance.servers.start import start
from conformance.targets.target import Target


@contextmanager
def choose_server(
    target: Target,
    tell: Tell,
    *,
    version: str | None = None,
    url: str | None = None,
    token_file: Path | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """A server of `version`, which is gone when the block is left, or the running one at `url`, which is left alone.

    Raises UsageError: neither or both are given, or what `start`, `connect` and `read_token` refuse.
    Raises EnvironmentFailed: as they do.
    """
    if (version is None) == (url is None):
        got = "neither is" if version is None else "both are"
        raise UsageError(f"a server is named by its release or by its address: {got} given.\n  Next: give one of them.")
    if version is not None:
        with start(version, target, tell, settings) as server:
            yield server
    else:
        yield connect(url or "", target, read_token(target, token_file))
