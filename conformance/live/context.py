"""The server of a live run, and what all operations that are judged on it share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.cassettes.interaction import Interaction
from conformance.exchange.call_sdk import SdkRunner
from conformance.exchange.routes import Sibling
from conformance.generate.links import Links
from conformance.judging.context import Context
from conformance.judging.operation_context import OperationContexts
from conformance.live.guard import Guard
from conformance.live.resource_context import ResourceContext
from conformance.live.response_schemas import ResponseSchemas
from conformance.live.setup_calls import SetupCalls
from conformance.servers.ledger import Ledger
from conformance.servers.server import Server
from conformance.servers.server_wire import ServerWire
from conformance.targets.live_recipe import LiveRecipe


@dataclass(frozen=True, kw_only=True)
class ServerContext:
    """The server of a run: what may be sent to it, and what was recorded from its release before."""

    server: Server
    wire: ServerWire
    ledger: Ledger
    guard: Guard
    links: Links
    recipe: LiveRecipe
    emulators: Mapping[str, str]
    recorded: Mapping[str, tuple[Interaction, ...]]  # by operation
    date: str
    drift: bool = False  # make only recorded calls, and compare the responses with the recorded ones


@dataclass(frozen=True, kw_only=True)
class LiveContext:
    """The context that all operations on one server share."""

    context: Context
    server: ServerContext
    operations: OperationContexts
    runner: SdkRunner
    setup_calls: SetupCalls
    resources: ResourceContext
    response_schemas: ResponseSchemas
    missing_responses: list[Sibling] = field(default_factory=list)  # to unknown identities, of all operations so far


def build_live_context(context: Context, server: ServerContext) -> LiveContext:
    """The context of a run of one SDK against one server."""
    operations = OperationContexts(context)
    runner = SdkRunner(context.sdk, context.extractor.annotations.classes, server.wire)
    setup_calls = SetupCalls(context=context, operations=operations, runner=runner, wire=server.wire)
    resources = ResourceContext(
        links=server.links,
        recipe=server.recipe,
        models=context.models,
        ledger=server.ledger,
        call_sdk=setup_calls.call_sdk,
        send=setup_calls.send,
        emulators=server.emulators,
        sdk_version=context.sdk.version,
        server_version=server.server.version,
        managed=server.server.managed,
        read_only=server.guard.mode == "read-only",
    )
    return LiveContext(
        context=context,
        server=server,
        operations=operations,
        runner=runner,
        setup_calls=setup_calls,
        resources=resources,
        response_schemas=ResponseSchemas(context),
    )
