"""Raw clients: the same operations, which also return the status and headers of the response."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Callable
from conformance.upgrade.source.public_callables import RAW_CLIENT_MODULE


@dataclass(frozen=True, slots=True)
class RawClients:
    """The clients that have a raw client on one side only. `example` is a call."""

    attribute: str
    count: int
    example: str
    files: tuple[str, ...]


def raw_clients(pair: ReleasePair, *, new: bool) -> RawClients | None:
    """The raw clients that clients of both sides have on one side only; None if there are none."""
    has, lacks = (pair.new.api, pair.old.api) if new else (pair.old.api, pair.new.api)
    mine, others = _attributes(has), _attributes(lacks)
    paths = [path for path in mine if path not in others and path in lacks.clients]
    if not paths:
        return None
    files = {has.classes[owner].file for path in paths for owner in has.clients[path].values()}
    raw = {module.file for name, module in has.modules.items() if name.rpartition(".")[2] == RAW_CLIENT_MODULE}
    homes = {file.rpartition("/")[0] for file in files}
    files |= {file for file in raw if file.rpartition("/")[0] in homes}
    example = next((path for path in has.operations if path.rpartition(".")[0] in paths), paths[0])
    parent, _, name = example.rpartition(".")
    return RawClients(
        attribute=mine[paths[0]],
        count=len(paths),
        example=f"client.{parent}.{mine[paths[0]]}.{name}".replace("..", "."),
        files=pair.differing_files(sorted(files)),
    )


def _attributes(api: Api) -> dict[str, str]:
    """For the path of each client, the property that returns its raw client."""
    found = {}
    for path, owners in api.clients.items():
        for owner in owners.values():
            for name, member in api.members(owner).items():
                if isinstance(member, Callable) and member.role == "property" and member.returns is not None:
                    inner = member.returns.name.rpartition(".")[0]
                    if inner.rpartition(".")[2] == RAW_CLIENT_MODULE:
                        found[path] = name
    return found
