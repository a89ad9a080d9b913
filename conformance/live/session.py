"""A live session in a worker: everything that testing one SDK against one server needs, made from a `LiveSetup`."""

from __future__ import annotations

import gc
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from conformance.cassettes.library import load_recordings
from conformance.finding import Coverage
from conformance.generate.links import Links
from conformance.judging.context import Context
from conformance.judging.finding_builder import FindingBuilder
from conformance.live.context import ServerContext, build_live_context
from conformance.live.engine import LiveEngine, OperationResult
from conformance.live.guard import Guard, harmless_shapes
from conformance.live.resource_context import Unreachable
from conformance.live.resource_pool import ResourcePool
from conformance.live.sharding import order_operations, split_into_shards
from conformance.redaction.redact import Secrets
from conformance.servers.connect import credentials_of
from conformance.servers.ledger import Ledger
from conformance.servers.live_values import LiveSetup, SeededServer, ServerUsage
from conformance.servers.server_wire import RequestLimits, ServerWire
from conformance.targets.live_recipe import load_recipe


class LiveSession:
    """Tests the operations of one SDK against one server."""

    def __init__(self, context: Context, setup: LiveSetup) -> None:
        target, server = context.sdk.target, setup.server
        secrets = Secrets.among(setup.emulators, server.token, server.second_token)
        context = replace(context, finding_builder=FindingBuilder(target, secrets))
        self.live = build_live_context(context, _server_context(context, setup))
        self.engine = LiveEngine(self.live)
        gc.freeze()  # these objects stay; collecting them again and again takes time while the server waits

    def shard(self, operations: Collection[str], number: int = 0, count: int = 1) -> list[str]:
        """The operations of shard `number` of `count`, in the order to be judged in."""
        return split_into_shards(order_operations(operations, self.live), count, self.live)[number]

    @property
    def urls(self) -> list[str]:
        """The path templates of the SDK's operations."""
        return sorted({operation.url for operation in self.live.server.links.operations.values()})

    @property
    def usage(self) -> ServerUsage:
        """The usage of the server so far."""
        wire = self.live.server.wire
        return ServerUsage(
            requests=wire.stats.requests,
            wire_seconds=wire.stats.wire_seconds,
            server_seconds=wire.stats.server_seconds,
            gone=wire.gone,
        )

    def seed_server(self) -> SeededServer:
        """Create one resource of each type, for tests that send their own requests."""
        pool, resources = ResourcePool(self.live.resources), self.live.resources
        ids: dict[str, tuple[Any, ...]] = {}
        for name, resource in sorted(resources.links.resources.items()):
            try:
                ids[resource.collection] = (*ids.get(resource.collection, ()), pool.get(name).identity)
            except Unreachable:
                continue
        specs = self.live.context.specs
        return SeededServer(
            ids=ids,
            operations={spec.label: path for path, spec in specs.items()},
            dangerous=tuple(spec.label for path, spec in specs.items() if resources.recipe_for(path).dangerous),
        )

    def judge_operation(self, path: str) -> OperationResult:
        """Judge one operation. The texts of its coverage hold no secrets: they may quote the server or the SDK."""
        result = self.engine.judge_operation(path)
        coverage = self._without_secrets(result.judgement.coverage)
        return replace(result, judgement=replace(result.judgement, coverage=coverage))

    def _without_secrets(self, coverage: Coverage) -> Coverage:
        redact, reach, arguments = self.live.context.finding_builder.redact, coverage.reach, coverage.arguments
        return replace(
            coverage,
            crash=None if coverage.crash is None else redact(coverage.crash),
            reach=None if reach is None else replace(reach, reason=redact(reach.reason)),
            arguments=None if arguments is None else arguments.with_texts(redact),
        )

    def close(self) -> None:
        """End the run. Its ledger is deleted if everything that it lists has been removed."""
        self.live.server.ledger.close()
        self.live.server.wire.close()


def _server_context(context: Context, setup: LiveSetup) -> ServerContext:
    """The server of a session, and what may be sent to it."""
    target, server = context.sdk.target, setup.server
    recipe = load_recipe(target.live_file)
    links = Links(context.declared, recipe)
    ledger = Ledger(setup.ledger, server=server.url, tag=setup.tag)
    guard = Guard(
        mode=setup.mode,
        managed=server.managed,
        ledger=ledger,
        links=links,
        harmless=harmless_shapes(links, recipe),
    )
    folder = setup.cassettes if setup.drift else None  # another user's data never has to look like the recorded data
    recorded = {} if folder is None else load_recordings(folder, target.name, required=False)
    return ServerContext(
        server=server,
        wire=ServerWire(
            server,
            placeholder=next(iter(target.client_arguments.values()), ""),
            limits=RequestLimits(requests=setup.requests, rate=setup.rate),
            permit=guard,
            credentials=credentials_of(target, server.token),
        ),
        ledger=ledger,
        guard=guard,
        links=links,
        recipe=recipe,
        emulators=setup.emulators,
        recorded={
            path: tuple(
                interaction
                for interaction in interactions
                if interaction.provenance.server == setup.compared_release and interaction.provenance.kind == "recorded"
            )
            for path, interactions in recorded.items()
        },
        date=setup.date,
        drift=setup.drift,
    )
