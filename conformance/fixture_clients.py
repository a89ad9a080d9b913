"""The clients of the pytest fixtures, each over what its name says. Loaded by the first fixture that is used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from typing import Any, Final

from conformance.contract.model import Twin
from conformance.offline_clients import (
    GeneratedResponses,
    ReplayedResponses,
    open_client,
    recording_requests,
    sdk_of,
)
from conformance.owned_requests import OwnedRequests
from conformance.pipeline.sources import contract_of, recordings_of
from conformance.progress import LogConsole
from conformance.servers.server import Server
from conformance.settings import CheckSettings
from conformance.targets.client import Sdk
from conformance.wire import Request

LIVE_SECONDS: Final = 60.0  # for one response, as generated SDKs wait


class FixtureClients:
    """Opens clients of the installed SDK. What they have in common is read once in a session, where it is needed."""

    def __init__(self, settings: CheckSettings) -> None:
        self.settings = settings

    @cached_property
    def _sdk(self) -> Sdk:
        return sdk_of(self.settings)

    @cached_property
    def _replayed(self) -> ReplayedResponses:
        return ReplayedResponses(recordings_of(self.settings, LogConsole()))

    @cached_property
    def _generated(self) -> GeneratedResponses:
        return GeneratedResponses(contract_of(self.settings, LogConsole()))

    def replayed(self, twin: Twin, requests: list[Request]) -> Any:
        """A client over recorded responses, which adds its requests to a list."""
        return open_client(self._sdk, twin, recording_requests(self._replayed.wire(), requests))

    def generated(self, twin: Twin, requests: list[Request]) -> Any:
        """A client over generated responses, which adds its requests to a list."""
        wire = self._generated.wire(self.settings.seed)
        return open_client(self._sdk, twin, recording_requests(wire, requests))

    @contextmanager
    def live(self, server: Server) -> Iterator[Any]:
        """A client for a server, as users open it. Its connections are closed at the end of the block.

        On a server that the session did not start it changes only what it created, which is deleted at the end.
        """
        sdk, target = self._sdk, self._sdk.target
        owned = OwnedRequests(server, target, lambda: contract_of(self.settings, LogConsole()))
        hooks = {} if server.managed else {"event_hooks": owned.hooks}
        with closing(owned):
            options = {"timeout": LIVE_SECONDS, "follow_redirects": True, "trust_env": False, **hooks}
            with sdk.http_library.Client(**options) as connections:
                arguments = {
                    **target.client_arguments,
                    target.key_argument: server.token,
                    target.base_url_argument: server.url,
                    target.transport_argument: connections,
                }
                yield sdk.client_class("sync")(**arguments)
