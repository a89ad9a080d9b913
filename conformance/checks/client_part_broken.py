"""A part of the client cannot be loaded.

Why it matters
    Every call through it fails, while the rest of the client works. It is noticed only where it is used, because the
    part is imported then.

Conforming
    `client.tasks` is a client of tasks

Violating
    `client.tasks` raises ImportError
"""

from __future__ import annotations

from conformance.checks.prelude import Fact, Facts, Package, Severity, Source, check


@check(
    family="contract",
    judges=Package,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a client",
)
def client_part_broken(package: Package) -> Facts:
    for path in sorted({path for parts in package.broken.values() for path in parts}):
        reasons = {twin: parts[path] for twin, parts in package.broken.items() if path in parts}
        if len(reasons) == 1:
            ((twin, reason),) = reasons.items()
            yield Fact(message=f"`{path}` of the {twin} client cannot be loaded: {reason}", part=twin, subject=path)
        elif len(set(reasons.values())) == 1:
            reason = next(iter(reasons.values()))
            yield Fact(message=f"`{path}` cannot be loaded in either client: {reason}", subject=path)
        else:
            both = "; ".join(f"{twin}: {reason}" for twin, reason in reasons.items())
            yield Fact(message=f"`{path}` cannot be loaded in either client: {both}", subject=path)
