"""Provides the server that a user named: a release that is started for the run, or a URL of a running server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from conformance.errors import UsageError
from conformance.servers.connect import check_url, connect, read_token, server_kind
from conformance.servers.server import Server
from conformance.servers.start import start
from conformance.targets.target import Target


@contextmanager
def choose_server(
    target: Target,
    progress: Callable[[str], None],
    *,
    version: str | None = None,
    url: str | None = None,
    token_file: Path | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """A server of `version`, which is removed at the end of the block, or the running one at `url`, which stays.

    Raises UsageError: neither or both are given, or what `start`, `connect` and `read_token` refuse.
    Raises EnvironmentFailed: as they do.
    """
    if (version is None) == (url is None):
        got = "neither" if version is None else "both"
        raise UsageError(f"a server needs a release or a URL: {got} given.\n  Next: give exactly one of them.")
    if version is not None:
        with start(version, target, progress, settings) as server:
            yield server
    else:
        server_kind(target)  # a target without a server is the first mistake, then the URL, then the token
        yield connect(check_url(url or ""), target, read_token(target, token_file))
