"""Shared by the checks of the runtime: facts that are merged by their cause, and the parts of cases that they read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from conformance.checks.check import Fact
from conformance.checks.origin import InFunction
from conformance.contract.model import TWINS, Twin
from conformance.finding import PACKAGE
from conformance.occurrence import Occurrence, joined
from conformance.runtime.case import Runtime, RuntimeCase
from conformance.runtime.observation import Observation
from conformance.runtime.representatives import plain_shape
from conformance.runtime.situation import CallOption
from conformance.text import counted, strip_addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One client in one case."""

    case: RuntimeCase
    twin: Twin

    @property
    def observation(self) -> Observation:
        """The observation of that client."""
        return self.case.observations[self.twin]

    @property
    def options(self) -> tuple[CallOption, ...]:
        """The options of the call."""
        return self.case.situation.options

    @property
    def script(self) -> str:
        """The name of the script of responses."""
        return self.case.situation.script.name

    @property
    def configuration(self) -> str:
        """The name of the client's configuration."""
        return self.case.situation.configuration.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A client that shows something wrong. `cause` identifies it in all cases, `message` says it for this one."""

    cause: str
    message: str
    seen: Seen


def observed(runtime: Runtime) -> Iterator[Seen]:
    """Every client in every case, in order."""
    for case in runtime.cases:
        for twin in case.observations:
            yield Seen(case=case, twin=twin)


def merged(runtime: Runtime, hits: Iterable[Hit]) -> Iterator[Fact]:
    """One fact for each cause. It names the first case, and says which shapes of operations and which clients show it.

    A cause that only some shapes or only one client show has that in its part: it differs from one that all show.
    """
    causes: dict[str, list[Hit]] = {}
    for hit in hits:
        causes.setdefault(hit.cause, []).append(hit)
    for cause, group in causes.items():
        shapes = {plain_shape(hit.seen.case.situation.representative) for hit in group}
        twins = [twin for twin in TWINS if any(hit.seen.twin == twin for hit in group)]
        scope = _scope(shapes & runtime.shapes or shapes, runtime.shapes)
        only = f" of the {twins[0]} client" if len(twins) == 1 else ""
        first = group[0].seen.case.situation
        yield Fact(
            message=strip_addresses(
                f"{group[0].message} Seen in {counted(len(group), 'call')}{only}, "
                f"of {scope or 'every shape of operation'}; "
                f"first: `{first.operation}`, {first.name}."
            ),
            part=cause + (f" ({', '.join(filter(None, [scope, twins[0] if only else '']))})" if scope or only else ""),
            subject=PACKAGE,
            origin=next((InFunction(*place) for hit in group if (place := hit.seen.observation.place)), None),
            occurrences=joined(
                Occurrence(operation=hit.seen.case.situation.operation, clients=(hit.seen.twin,)) for hit in group
            ),
        )


def _scope(shapes: set[str], everything: frozenset[str]) -> str:
    """The shapes in as few words as possible, "" for all of them."""
    others = everything - shapes
    if not others:
        return ""
    return f"all but {', '.join(sorted(others))}" if len(others) < len(shapes) else ", ".join(sorted(shapes))


def host(url: str) -> str:
    """Host and port of a URL."""
    return urlsplit(url).netloc.lower()
