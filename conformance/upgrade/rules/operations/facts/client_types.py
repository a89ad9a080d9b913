"""Whether sub-clients of a client have a declared type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.change import Snippet
from conformance.contract.model import Twin
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import Fact
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Callable

TYPED: Final = "a declared type"
UNTYPED: Final = "no declared type"


def client_type_changes(pair: ReleasePair, *, typed: Api, untyped: Api, effect: str, advice: str) -> Iterator[Fact]:
    """One fact for each sub-client that has a declared type on one side only."""
    for path, twins in sorted(untyped.clients.items()):
        if not path or path not in typed.clients:
            continue
        differing = [
            twin
            for twin in twins
            if twin in typed.clients[path] and _is_untyped(untyped, path, twin) and not _is_untyped(typed, path, twin)
        ]
        if differing:
            yield Fact(
                subject=path,
                message=f"`client.{path}` {effect}.",
                before=TYPED if typed is pair.old.api else UNTYPED,
                after=TYPED if typed is pair.new.api else UNTYPED,
                migration=f"{advice} `client.{path}`.",
                trial=_type_check_snippet(pair, path, works_on_new=untyped is pair.new.api),
                files=tuple(sorted(_files(pair, untyped, path))),
            )


def _is_untyped(api: Api, path: str, twin: Twin) -> bool:
    """The sub-client is a property without a return annotation."""
    parent, _, name = path.rpartition(".")
    owner = api.clients.get(parent, {}).get(twin, "")
    member = api.members(owner).get(name)
    return isinstance(member, Callable) and member.role == "property" and member.returns is None


def _type_check_snippet(pair: ReleasePair, path: str, *, works_on_new: bool) -> Snippet:
    """A call of a method that no release has: a type checker reports it if the sub-client has a type."""
    root = pair.old.api.clients[""]["sync"]
    function = f"def caller(client: {root.rpartition('.')[2]}) -> None:\n    client.{path}.no_such_method()\n"
    code = f"{pair.old.api.import_line(root)}\n\n\n{function}"
    return Snippet(code, by="types", expects="works" if works_on_new else "fails")


def _files(pair: ReleasePair, untyped: Api, path: str) -> Iterator[str]:
    parent = path.rpartition(".")[0]
    for cls in untyped.clients.get(parent, {}).values():
        member = untyped.members(cls).get(path.rpartition(".")[2])
        file = member.file if member is not None else ""
        if file and pair.old.contents.files.get(file) != pair.new.contents.files.get(file):
            yield file
