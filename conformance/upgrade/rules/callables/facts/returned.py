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
class ObservedResult:
    """A conforming answer of the old release that comes back as something else: the exchange, and its words."""

    message: str
    migration: str
    difference: Difference


def observed_result(pair: ReleasePair, matched: MatchedCallable) -> ObservedResult | None:
    """What was seen of a result that is declared otherwise; None where nothing was, or nobody can miss it."""
    if not matched.sides[0].operation or pair.contracts is None:
        return None
    old = pair.contracts[0].operation(matched.sides[0].path)
    new = pair.contracts[1].operation(matched.sides[1].path)
    compared = pair.comparisons.get(matched.sides[0].path)
    if old is None or new is None or compared is None:
        return None
    good = [
        difference
        for difference in compared.differences
        if response_kind(difference.response) == "good" and matched.twin in difference.twins
    ]
    ended = next((difference for difference in good if _fails(difference)), None)
    if ended is not None:
        return _raises(matched, ended)
    another = next((difference for difference in good if difference.facet == "result" and not difference.part), None)
    if another is None or matched.old.returns == NULL or old.shape == new.shape != "value":
        return None
    before = another.before if old.shape == "value" else _class(matched.old.returns)
    after = another.after if new.shape == "value" else _class(matched.new.returns)
    return _returns(matched, replace(another, before=before, after=after), new.shape)


def observed_result_fact(matched: MatchedCallable, seen: ObservedResult) -> Fact:
    """The fact that the program itself notices the other result.

    Where the old release made nothing of an answer, the server may always have sent what the new one declares.
    """
    return Fact(
        subject=matched.subject,
        message=seen.message,
        before=render_type(matched.old.returns),
        after=render_type(matched.new.returns),
        migration=seen.migration,
        files=matched.files,
        difference=seen.difference,
        impact=Impact.RISKY if matched.old.returns == NULL else matched.limited_impact(),
        level=Level.RUNTIME,
    )


def _fails(difference: Difference) -> bool:
    """The call came back, and does no more."""
    return (
        difference.facet in {"raised", "endless"}
        and difference.part in {"ends", ""}
        and difference.before.startswith("returns")
    )


def _raises(matched: MatchedCallable, seen: Difference) -> ObservedResult:
    error = seen.after.removeprefix("raises ").partition(":")[0].rpartition(".")[2]
    ends = f"raises `{error}`" if seen.after.startswith("raises") else "does not return"
    declared = render_type(matched.new.returns)
    return ObservedResult(
        f"{matched.label} {ends} for a response that the old release declares; it returned "
        f"`{_class_name(seen.before.removeprefix('returns '))}`. It is declared to return `{declared}`, "
        f"no longer `{render_type(matched.old.returns)}`.",
        f"Use the result of {matched.label} as `{declared}`, and check what the server sends.",
        seen,
    )


def _returns(matched: MatchedCallable, seen: Difference, shape: str) -> ObservedResult:
    after = _class_name(seen.after)
    message = f"{matched.label} returns `{after}`, no longer `{_class_name(seen.before)}`."
    if shape == "pager":
        return ObservedResult(message, f"Iterate over what {matched.label} returns, or read its `items`.", seen)
    if after == "None":
        return ObservedResult(message, f"Stop using the result of {matched.label}: it is None.", seen)
    return ObservedResult(message, f"Use the result of {matched.label} as `{after}`.", seen)


def _class(type_: Type | None) -> str:
    return render_type(type_).partition("[")[0]


def _class_name(text: str) -> str:
    """A value's class without where it lives and without its size; other values as they are."""
    if text[:1] in {"'", '"'}:
        return text
    kind, _, size = text.partition(" of ")
    return kind if size.isdigit() else kind.rpartition(".")[2] if kind[:1].isalpha() else text
