"""The outcomes of a snippet on both releases, as short texts for a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from conformance.change import Snippet
from conformance.scenarios.outcome import Outcome

MAX_TEXT: Final = 400  # characters of the text of one side


def outcome_texts(trial: Snippet, sides: tuple[Outcome, Outcome]) -> tuple[str, str]:
    """Both sides as texts: how the code ended, and for a difference everything that differs."""
    old, new = sides
    facets = (
        [name for name in old.facets if old.facets[name] != new.facets[name]] if trial.expects == "differs" else ["end"]
    )
    texts = [_facets_text(side, facets or ["end"]) for side in sides]
    return _around_difference(texts[0], texts[1])


def _facets_text(outcome: Outcome, names: Iterable[str]) -> str:
    facets = outcome.facets
    return "; ".join(facets[name] if name == "end" else f"{name} {facets[name]}" for name in names)


def _around_difference(one: str, other: str) -> tuple[str, str]:
    """Both texts, cut where they are long, keeping the first difference."""
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = 0 if same < MAX_TEXT // 2 else same - MAX_TEXT // 4
    return truncate(one, start), truncate(other, start)


def truncate(text: str, start: int = 0) -> str:
    kept = text[start : start + MAX_TEXT]
    return f"{'...' if start else ''}{kept}{'...' if start + MAX_TEXT < len(text) else ''}"
