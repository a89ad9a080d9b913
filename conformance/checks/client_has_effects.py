"""A client changes the process beside its requests.

Why it matters
    A library that sets an environment variable, a time limit of all sockets or the seed of the random numbers changes
    the program around it, and other libraries in it.

Conforming
    a client that is made and called changes nothing but itself

Violating
    the constructor puts the key into an environment variable, which every program that is started inherits
"""

from __future__ import annotations

from conformance.checks.prelude import PACKAGE, Fact, Facts, Severity, Source, check
from conformance.runtime.case import Runtime


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="clients that are made and called",
)
def client_has_effects(runtime: Runtime) -> Facts:
    for effect, details in runtime.side_effects.items():
        shown = ", ".join(details[:4]) + (", …" if len(details) > 4 else ".")
        yield Fact(message=f"A client that is made or called {effect}: {shown}", part=effect, subject=PACKAGE)
