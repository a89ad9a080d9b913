"""Decoys: what exists on a server so that a list shows whether its filters work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from conformance.contract.model import Operation
from conformance.exchange.response_match import NO_FILTERS
from conformance.generate.call import Call
from conformance.generate.links import listed_type
from conformance.live.resource_pool import ResourcePool


def create_decoys(operation: Operation, pool: ResourcePool, decoys: ResourcePool) -> None:
    """Create in `decoys` what the filters of a list must exclude: an item that only shares what the path identifies.

    `pool` has the resources that the calls of the operation refer to. Without another item, a list looks right although
    its filter is ignored. Raises Unreachable.
    """
    links, recipe = pool.context.links, pool.context.recipe_for(operation.path)
    listed = links.listed_by(operation)
    filters = [p for p in operation.accepted if p.location == "query" and p.name.lower() not in NO_FILTERS]
    names = [*recipe.before, *([listed.name] if listed is not None and listed.create else [])]
    is_list = listed_type(operation) is not None or bool(recipe.contents)
    if not is_list or not filters or not names:
        return
    in_path = [links.for_parameter(operation, p) for p in operation.accepted if p.location == "path"]
    decoys.resources.update({one.name: pool.get(one.name) for one in in_path if one is not None})
    for name in dict.fromkeys(names):
        decoys.get(name)


def excluding_switches(operation: Operation, call: Call, names: Collection[str], all_items: Sequence[Any]) -> Call:
    """The call with those of its switches turned that would exclude nothing: every item has the requested value."""
    turned = {}
    for parameter in operation.accepted:
        value = call.arguments.get(parameter.name)
        if parameter.name in names and parameter.location == "query" and isinstance(value, bool):
            fields = [item.get(parameter.name) for item in all_items if isinstance(item, dict)]
            if fields and all(field is value for field in fields):
                turned[parameter.name] = not value
    return replace(call, arguments={**call.arguments, **turned}) if turned else call
