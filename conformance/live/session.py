"""Place: a live session in a worker, made of what the pipeline tells, and what it answers for each operation."""

from __future__ import annotations

import gc
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from conformance.cassettes.formats import jsonl
from conformance.cassettes.library import recordings
from conformance.finding import Coverage
from conformance.generate.links import Links
from conformance.judging.context import Context
from conformance.judging.finding_builder import FindingBuilder
from conformance.live.context import ServerContext, build_live_context
from conformance.live.engine import LiveEngine
from conformance.live.guard import Guard, harmless_shapes
from conformance.live.resource_context import Unreachable
from conformance.live.resource_pool import ResourcePool
from conformance.live.sharding import order_operations, split_into_shards
from conformance.redaction.redact import Secrets
from conformance.servers.ledger import Ledger
from conformance.servers.server import Server
from conformance.servers.server_wire import RequestLimits, ServerWire
from conformance.targets.live_recipe import load_recipe


class LiveSession:
    """One run against one server. `told` is the message `place` of the pipeline."""

    def __init__(self, context: Context, told: Mapping[str, Any]) -> None:
        target = context.sdk.target
        server = Server(**told["server"])
        recipe = load_recipe(target.live_file)
        links = Links(context.declared, recipe)
        ledger = Ledger(None if told["ledger"] is None else Path(told["ledger"]), server=server.url, tag=told["tag"])
        guard = Guard(
            mode=told["mode"], managed=server.managed, ledger=ledger, links=links,
            harmless=harmless_shapes(links, recipe),
        )  # fmt: skip
        placeholder = next(iter(target.client_arguments.values()), "")
        limits = RequestLimits(requests=told["requests"], rate=told["rate"])
        wire = ServerWire(server, placeholder=placeholder, limits=limits, permit=guard)
        recorded = {} if told["cassettes"] is None else recordings(Path(told["cassettes"]), target.name, required=False)
        same = {
            path: tuple(each for each in found if each.provenance.server == told["compared"])
            for path, found in recorded.items()
        }
        server_context = ServerContext(
            server=server, wire=wire, ledger=ledger, guard=guard, links=links, recipe=recipe,
            emulators=told["emulators"], recorded=same, date=told["date"], drift=told["drift"],
        )  # fmt: skip
        secrets = Secrets.among(told["emulators"], server.token, server.second_token)
        context = replace(context, finding_builder=FindingBuilder(target, secrets))
        self.live = build_live_context(context, server_context)
        self.engine = LiveEngine(self.live)
        gc.freeze()  # what is there by now stays, and is not gone through again and again while the server waits

    def order(self, operations: Collection[str], share: tuple[int, int] = (0, 1)) -> list[str]:
        """The operations in the order to be judged in; of several servers, the share of one: which of how many."""
        number, count = share
        return split_into_shards(order_operations(operations, self.live), count, self.live)[number]

    @property
    def urls(self) -> list[str]:
        """The path templates of the SDK's operations."""
        return sorted({each.url for each in self.live.server.links.operations.values()})

    def populate(self) -> dict[str, Any]:
        """Make one of everything; what exists then, and what is dangerous, for those that ask for themselves."""
        pool, resources = ResourcePool(self.live.resources), self.live.resources
        ids: dict[str, list[Any]] = {}
        for name, resource in sorted(resources.links.resources.items()):
            try:
                ids.setdefault(resource.collection, []).append(pool.get(name).identity)
            except Unreachable:
                continue
        specs = self.live.context.specs
        return {
            "ids": ids,
            "paths": {spec.label: path for path, spec in specs.items()},
            "dangerous": [spec.label for path, spec in specs.items() if resources.recipe_for(path).dangerous],
        }

    def close(self) -> None:
        """The run is over: its ledger goes, if nothing is left that it would be needed for."""
        self.live.server.ledger.close()
        self.live.server.wire.close()

    def answer(self, path: str) -> dict[str, Any]:
        """Judge an operation: its coverage, findings and interactions, and what was asked of the server so far."""
        result = self.engine.judge_operation(path)
        stats = self.live.server.wire.stats
        return {
            "coverage": self._shown(result.judgement.coverage).to_json(),
            "findings": [finding.to_json() for finding in result.judgement.findings],
            "interactions": jsonl.write(result.interactions),
            "asked": {
                "requests": stats.requests, "wire": stats.wire_seconds, "server": stats.server_seconds,
                "gone": self.live.server.wire.gone,
            },
        }  # fmt: skip

    def _shown(self, coverage: Coverage) -> Coverage:
        """What a server or the SDK said may stand in these texts."""
        redact, reach = self.live.context.finding_builder.redact, coverage.reach
        return replace(
            coverage,
            crash=None if coverage.crash is None else redact(coverage.crash),
            reach=None if reach is None else replace(reach, reason=redact(reach.reason)),
        )
