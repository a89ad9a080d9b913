"""The docstring of a module, class, field or callable differs, and its declaration does not.

Why it matters
    Only people read docstrings. No program behaves differently.

Before
    `projects.list`: "List projects."

After
    `projects.list`: "List the projects of an organization."

What to do
    Nothing.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.files.facts.docstrings import docstring_changes


@rule(tier=Tier.DOCUMENTATION, impact=Impact.DOCUMENTATION, level=Level.NONE)
def documentation_changed(pair: ReleasePair) -> Iterator[Fact]:
    for change in docstring_changes(pair):
        yield Fact(
            subject=change.subject,
            message=f"The docstring of `{change.subject}` differs{change.where}.",
            before=change.before,
            after=change.after,
            files=change.files,
        )
