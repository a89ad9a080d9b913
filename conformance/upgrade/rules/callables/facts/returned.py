"""What callers get at run time where the declared result of an operation is another: what the exchanges showed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from conformance.change import Difference, Impact, Level
from conformance.contract.types import NULL, Type
from conformance.upgrade.code.render import render_type
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import Fact
from conformance.upgrade.rules.operations.facts.matched import response_kind


@dataclass(frozen=True, slots=True)
class Returned:
    """A conforming answer of the old release that comes back as something else: the exchange, and its words."""

    message: str
    migration: str
    difference: Difference


def returned(pair: ReleasePair, kept: MatchedCallable) -> Returned | None:
    """What was seen of a result that is declared otherwise; None where nothing was, or nobody can miss it."""
    if not kept.sides[0].operation or pair.contracts is None:
        return None
    old = pair.contracts[0].operation(kept.sides[0].path)
    new = pair.contracts[1].operation(kept.sides[1].path)
    compared = pair.comparisons.get(kept.sides[0].path)
    if old is None or new is None or compared is None:
        return None
    good = [each for each in compared.differences if response_kind(each.response) == "good" and kept.twin in each.twins]
    ended = next((each for each in good if _fails(each)), None)
    if ended is not None:
        return _raises(kept, ended)
    another = next((each for each in good if each.facet == "result" and not each.part), None)
    if another is None or kept.old.returns == NULL or old.shape == new.shape != "value":
        return None
    before = another.before if old.shape == "value" else _class(kept.old.returns)
    after = another.after if new.shape == "value" else _class(kept.new.returns)
    return _comes(kept, replace(another, before=before, after=after), new.shape)


def shown(kept: MatchedCallable, seen: Returned) -> Fact:
    """The fact that the program itself notices the other result.

    Where the old release made nothing of an answer, the server may always have sent what the new one declares.
    """
    return Fact(
        subject=kept.subject,
        message=seen.message,
        before=render_type(kept.old.returns),
        after=render_type(kept.new.returns),
        migration=seen.migration,
        files=kept.files,
        difference=seen.difference,
        impact=Impact.RISKY if kept.old.returns == NULL else kept.limited_impact(),
        level=Level.RUNTIME,
    )


def _fails(each: Difference) -> bool:
    """The call came back, and does no more."""
    return each.facet in {"raised", "endless"} and each.part in {"ends", ""} and each.before.startswith("returns")


def _raises(kept: MatchedCallable, seen: Difference) -> Returned:
    error = seen.after.removeprefix("raises ").partition(":")[0].rpartition(".")[2]
    ends = f"raises `{error}`" if seen.after.startswith("raises") else "does not come back"
    return Returned(
        f"{kept.label} {ends} for an answer as the old release declares it; it returned "
        f"`{_shown(seen.before.removeprefix('returns '))}`. "
        f"It is declared to return `{render_type(kept.new.returns)}`, no longer `{render_type(kept.old.returns)}`.",
        f"Use the result of {kept.label} as `{render_type(kept.new.returns)}`, and mind what the server answers.",
        seen,
    )


def _comes(kept: MatchedCallable, seen: Difference, shape: str) -> Returned:
    after = _shown(seen.after)
    message = f"{kept.label} returns `{after}`, no longer `{_shown(seen.before)}`."
    if shape == "pager":
        return Returned(message, f"Iterate over what {kept.label} returns, or read its `items`.", seen)
    if after == "None":
        return Returned(message, f"Stop using the result of {kept.label}: it is None.", seen)
    return Returned(message, f"Use the result of {kept.label} as `{after}`.", seen)


def _class(type_: Type | None) -> str:
    return render_type(type_).partition("[")[0]


def _shown(text: str) -> str:
    """A value's class without where it lives and without its size; other values as they are."""
    if text[:1] in {"'", '"'}:
        return text
    kind, _, size = text.partition(" of ")
    return kind if size.isdigit() else kind.rpartition(".")[2] if kind[:1].isalpha() else text
