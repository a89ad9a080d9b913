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
from conformance.judging import FindingBuilder
from conformance.live.engine import LiveEngine, ServerContext, harmless_shapes, order, shares
from conformance.live.guard import Guard
from conformance.live.resource_context import Unreachable
from conformance.live.resource_pool import ResourcePool
from conformance.offline.engine import Engine
from conformance.redaction.redact import Secrets
from conformance.servers.ledger import Ledger
from conformance.servers.server import Server
from conformance.servers.server_wire import RequestLimits, ServerWire
from conformance.targets.live_recipe import load_recipe


class LiveSession:
    """One run against one server. `told` is the message `place` of the pipeline."""

    def __init__(self, engine: Engine, told: Mapping[str, Any]) -> None:
        target = engine.sdk.target
        server = Server(**told["server"])
        recipe = load_recipe(target.live_file)
        links = Links(engine.declared, recipe)
        ledger = Ledger(None if told["ledger"] is None else Path(told["ledger"]), server=server.url, tag=told["tag"])
        guard = Guard(told["mode"], server.managed, ledger, links, harmless_shapes(links, recipe))
        placeholder = next(iter(target.client_arguments.values()), "")
        limits = RequestLimits(requests=told["requests"], rate=told["rate"])
        online = ServerWire(server, placeholder=placeholder, limits=limits, permit=guard)
        recorded = {} if told["cassettes"] is None else recordings(Path(told["cassettes"]), target.name, required=False)
        same = {
            path: tuple(each for each in found if each.provenance.server == told["compared"])
            for path, found in recorded.items()
        }
        place = ServerContext(
            server, online, ledger, guard, links, recipe, told["emulators"], same, told["date"], told["drift"]
        )
        engine.clerk = FindingBuilder(target, Secrets.among(told["emulators"], server.token, server.second_token))
        self.live = LiveEngine(engine, place)
        gc.freeze()  # what is there by now stays, and is not gone through again and again while the server waits

    def order(self, operations: Collection[str], share: tuple[int, int] = (0, 1)) -> list[str]:
        """The operations in the order to be judged in; of several servers, the share of one: which of how many."""
        number, count = share
        return shares(order(operations, self.live.scene), count, self.live)[number]

    @property
    def urls(self) -> list[str]:
        """The path templates of the SDK's operations."""
        return sorted({each.url for each in self.live.place.links.operations.values()})

    def populate(self) -> dict[str, Any]:
        """Make one of everything; what exists then, and what is dangerous, for those that ask for themselves."""
        world, scene = ResourcePool(self.live.scene), self.live.scene
        ids: dict[str, list[Any]] = {}
        for name, resource in sorted(scene.links.resources.items()):
            try:
                ids.setdefault(resource.collection, []).append(world.get(name).identity)
            except Unreachable:
                continue
        specs = self.live.engine.specs
        return {
            "ids": ids,
            "paths": {spec.label: path for path, spec in specs.items()},
            "dangerous": [spec.label for path, spec in specs.items() if scene.told(path).dangerous],
        }

    def close(self) -> None:
        """The run is over: its ledger goes, if nothing is left that it would be needed for."""
        self.live.place.ledger.close()
        self.live.place.online.close()

    def answer(self, path: str) -> dict[str, Any]:
        """Judge an operation: its coverage, findings and interactions, and what was asked of the server so far."""
        lived = self.live.judge_operation(path)
        stats = self.live.place.online.stats
        return {
            "coverage": self._shown(lived.judged.coverage).to_json(),
            "findings": [finding.to_json() for finding in lived.judged.findings],
            "interactions": jsonl.write(lived.interactions),
            "asked": {
                "requests": stats.requests, "wire": stats.wire_seconds, "server": stats.server_seconds,
                "gone": self.live.place.online.gone,
            },
        }  # fmt: skip

    def _shown(self, coverage: Coverage) -> Coverage:
        """What a server or the SDK said may stand in these texts."""
        shown, reach = self.live.engine.clerk.shown, coverage.reach
        return replace(
            coverage,
            crash=None if coverage.crash is None else shown(coverage.crash),
            reach=None if reach is None else replace(reach, reason=shown(reach.reason)),
        )
