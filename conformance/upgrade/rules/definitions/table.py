"""The rules about definitions that are new, gone or renamed: three rules for each kind of definition.

A row of `_KINDS` makes `<id>_added`, `<id>_removed` and `<id>_renamed`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from conformance.change import Impact, Level, Tier
from conformance.upgrade.matching.definitions import Category
from conformance.upgrade.rule import Rule
from conformance.upgrade.rules.definitions.facts.definitions import added, removed, renamed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A kind of definition, and what the pages of its rules say.

    `use` is code that needs `name`, and `new_use` the same code after a rename. `gain` and `loss` say what it means to
    callers that a definition is new or gone, `remedy` what they do when it is gone.
    """

    id: str
    category: Category
    noun: str
    name: str
    use: str
    new_use: str
    gain: str
    loss: str = "Programs that import it fail with `ImportError` when they start."
    remedy: str


_KINDS: Final = (
    _Kind(
        id="alias",
        category="type alias",
        noun="A type alias",
        name="ProjectSampling",
        use="sampling: ProjectSampling",
        new_use="sampling: SamplingOfProject",
        gain="Callers can use it in annotations: one name for all the values of an enum, for example.",
        remedy="Write the type itself, or the name that the parameter of the operation uses now.",
    ),
    _Kind(
        id="class",
        category="class",
        noun="A public class (neither a model nor an error)",
        name="label_interface.ChatTag",
        use="from acme_sdk.label_interface import ChatTag",
        new_use="from acme_sdk.label_interface import ChatObject",
        gain="Callers can import and use it.",
        remedy="Remove the import and the code that uses the class.",
    ),
    _Kind(
        id="error_class",
        category="error class",
        noun="An error class",
        name="errors.ConflictError",
        use="except ConflictError",
        new_use="except ClashError",
        gain="Callers can catch a failure that had no class of its own. Code that catches its base class still works.",
        loss="Programs that import it, usually to catch it, fail with `ImportError` when they start.",
        remedy="Catch the class that the operation raises now, or the base class of all errors.",
    ),
    _Kind(
        id="function",
        category="function",
        noun="A function of a module",
        name="converter.to_coco",
        use="from acme_sdk.converter import to_coco",
        new_use="from acme_sdk.converter import as_coco",
        gain="Callers can import and call it.",
        remedy="Remove the import, and write the function in your own code.",
    ),
    _Kind(
        id="model",
        category="model",
        noun="A model",
        name="types.Blueprint",
        use="from acme_sdk.types import Blueprint",
        new_use="from acme_sdk.types import Plan",
        gain="Data has a new shape, or a new operation takes or returns it.",
        remedy="Remove the import. If an operation returns another model instead, the report lists that separately.",
    ),
)

_PAGE: Final = """{summary}

Why it matters
    {why}

Before
    {before}

After
    {after}

What to do
    {remedy}"""


def _rules(kind: _Kind) -> Iterator[Rule]:
    absent, use = f"`{kind.name}` does not exist", f"`{kind.use}`"
    yield Rule(
        id=f"{kind.id}_added",
        tier=Tier.SURFACE,
        impact=Impact.COMPATIBLE,
        level=Level.NONE,
        mirror=f"{kind.id}_removed",
        documentation=_PAGE.format(
            summary=f"{kind.noun} is new.", why=kind.gain, before=absent, after=use, remedy="Nothing."
        ),
        find=partial(added, wanted=kind.category),
    )
    yield Rule(
        id=f"{kind.id}_removed",
        tier=Tier.SURFACE,
        impact=Impact.BREAKING,
        level=Level.RUNTIME,
        mirror=f"{kind.id}_added",
        documentation=_PAGE.format(
            summary=f"{kind.noun} is gone.", why=kind.loss, before=use, after=absent, remedy=kind.remedy
        ),
        find=partial(removed, wanted=kind.category),
    )
    yield Rule(
        id=f"{kind.id}_renamed",
        tier=Tier.SURFACE,
        impact=Impact.BREAKING,
        level=Level.RUNTIME,
        mirror=f"{kind.id}_renamed",
        documentation=_PAGE.format(
            summary=f"{kind.noun} has another name, or is defined in another module.",
            why="The old import fails, although the same definition still exists.",
            before=use,
            after=f"`{kind.new_use}`",
            remedy="Write the new name.",
        ),
        find=partial(renamed, wanted=kind.category),
    )


TABLE: Final[Mapping[str, Rule]] = {rule.id: rule for kind in _KINDS for rule in _rules(kind)}
