"""A class or the client has a new method or property that sends no requests itself.

Why it matters
    Callers can use it.

Before
    `projects.exports` has no `as_table`

After
    `client.projects.exports.as_table(...)`

What to do
    Nothing.
"""

from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.code.render import render_module, render_signature
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.callables.facts.same_declarations import access_code, one_sided_methods
from conformance.upgrade.source.public_callables import callable_files


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="method_removed")
def method_added(pair: ReleasePair) -> Iterator[Fact]:
    caller = CodeWriter(pair.new.api)
    for place in one_sided_methods(pair, new=True):
        there = access_code(caller, place)
        yield Fact(
            subject=place.subject,
            message=f"`{place.subject}` is new.",
            after=render_signature(place.representative),
            example=render_module(f"\nprint({there.text})", there.imports),
            files=callable_files(pair.new.api, place),
            trial=Snippet(render_module(f"result = {there.text}", there.imports), expects="works"),
        )
