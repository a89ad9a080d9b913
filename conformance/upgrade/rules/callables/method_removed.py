"""A class or the client no longer has a method or property that sends no requests itself.

Why it matters
    Code that uses it raises `AttributeError`.

Before
    `client.projects.exports.as_table(...)`

After
    `AttributeError`

What to do
    Write what it did in your own code.
"""

from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.code.render import render_module, render_signature
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.callables.facts.same_declarations import access_code, one_sided_methods
from conformance.upgrade.source.public_callables import callable_files


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="method_added")
def method_removed(pair: ReleasePair) -> Iterator[Fact]:
    caller = CodeWriter(pair.old.api)
    for place in one_sided_methods(pair, new=False):
        there = access_code(caller, place)
        yield Fact(
            subject=place.subject,
            message=f"`{place.subject}` is gone.",
            before=render_signature(place.representative),
            migration=f"Do not use `{place.subject}`.",
            files=callable_files(pair.old.api, place),
            trial=Snippet(render_module(f"result = {there.text}", there.imports)),
        )
