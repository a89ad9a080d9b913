"""A download yields other bytes than the server sent, no bytes, or nothing at all.

Why it matters
    Callers store exports as they arrive, and notice the damage only when they need the file.

Conforming
    the chunks of a compressed response, joined, are the bytes that the server compressed, whatever their size

Violating
    with a chunk size, the last chunk is missing; chunks are decoded to text
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime


def _damage(seen: Seen) -> str:
    script, reading = seen.case.situation.script, seen.observation.reading
    if seen.case.situation.representative != "stream" or not script.good or reading is None or reading.unused:
        return ""
    content = script.responses[-1].content if script.content is None else script.content
    if reading.items is None:
        lost = reading.value is None or (isinstance(reading.value, bytes) and reading.value != content)
        return ("nothing" if not reading.value else "other bytes") if lost and content else ""
    others = sorted({type(item).__name__ for item in reading.items if not isinstance(item, bytes)})
    if others:
        return f"{others[0]} in place of bytes"
    joined = b"".join(reading.items)
    if reading.partly:
        return "" if content.startswith(joined) else "other bytes"
    if joined == content:
        return ""
    return "fewer bytes" if len(joined) < len(content) else "other bytes"


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a stream of bytes",
)
def download_damaged(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(cause=damage, message=f"The SDK yields {damage}.", seen=seen)
            for seen in observed(runtime)
            if (damage := _damage(seen))
        ),
    )
