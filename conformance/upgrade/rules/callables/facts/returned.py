"""The results of an operation at run time, if its declared result changed."""

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
    """A response that the old release declares and that the new one returns differently: the exchange and its texts."""

    message: str
    migration: str
    difference: Difference


def observed_result(pair: ReleasePair, matched: MatchedCallable) -> ObservedResult | None:
    """How a result with another declaration differed at run time; None if it did not, or if no caller can notice."""
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
    before = another.before if old.shape == "value" else _declared_class(matched.old.returns)
    after = another.after if new.shape == "value" else _declared_class(matched.new.returns)
    return _returns(matched, replace(another, before=before, after=after), new.shape)


def observed_result_fact(matched: MatchedCallable, observed: ObservedResult) -> Fact:
    """The fact that the result differs at run time.

    If the old release ignored the response, the server may always have sent what the new release declares.
    """
    return Fact(
        subject=matched.subject,
        message=observed.message,
        before=render_type(matched.old.returns),
        after=render_type(matched.new.returns),
        migration=observed.migration,
        files=matched.files,
        difference=observed.difference,
        impact=Impact.RISKY if matched.old.returns == NULL else matched.limited_impact(),
        level=Level.RUNTIME,
    )


def _fails(difference: Difference) -> bool:
    """The call returned on the old release, and no longer does."""
    return (
        difference.facet in {"raised", "endless"}
        and difference.part in {"ends", ""}
        and difference.before.startswith("returns")
    )


def _raises(matched: MatchedCallable, difference: Difference) -> ObservedResult:
    error = difference.after.removeprefix("raises ").partition(":")[0].rpartition(".")[2]
    ends = f"raises `{error}`" if difference.after.startswith("raises") else "does not return"
    declared = render_type(matched.new.returns)
    return ObservedResult(
        f"{matched.label} {ends} for a response that the old release declares; it returned "
        f"`{_class_name(difference.before.removeprefix('returns '))}`. It is declared to return `{declared}`, "
        f"no longer `{render_type(matched.old.returns)}`.",
        f"Use the result of {matched.label} as `{declared}`, and check what the server sends.",
        difference,
    )


def _returns(matched: MatchedCallable, difference: Difference, shape: str) -> ObservedResult:
    after = _class_name(difference.after)
    message = f"{matched.label} returns `{after}`, no longer `{_class_name(difference.before)}`."
    if shape == "pager":
        return ObservedResult(message, f"Iterate over what {matched.label} returns, or read its `items`.", difference)
    if after == "None":
        return ObservedResult(message, f"Stop using the result of {matched.label}: it is None.", difference)
    return ObservedResult(message, f"Use the result of {matched.label} as `{after}`.", difference)


def _declared_class(type_: Type | None) -> str:
    return render_type(type_).partition("[")[0]


def _class_name(text: str) -> str:
    """The class of a value without its module and size; other values unchanged."""
    if text[:1] in {"'", '"'}:
        return text
    kind, _, size = text.partition(" of ")
    return kind if size.isdigit() else kind.rpartition(".")[2] if kind[:1].isalpha() else text
