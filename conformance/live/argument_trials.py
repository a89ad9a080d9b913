"""Which optional arguments a server accepts: all together, each alone, and those refused alone with others beside them.

Many servers accept an argument only in company: a filter of a list that must name its project, a password that needs a
user. What made another call succeed is tried first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from conformance.contract.model import Operation, Parameter
from conformance.generate.call import Call
from conformance.generate.links import Links
from conformance.generate.samples import Samples
from conformance.generate.values import Value
from conformance.live.argument_tally import ArgumentTally, CaseOutcome, is_sent
from conformance.live.case_names import with_argument, without_argument
from conformance.targets.live_recipe import OperationRecipe

MAX_COMPANIES: Final = 4  # sets of other arguments that are tried with one refused argument
MAX_REDUCTIONS: Final = 16  # calls that find out what of a set is needed
BUDGET_SPENT: Final = "the operation has sent as many requests as it may"


class JudgedOperation(Protocol):
    """The operation under test, as far as trials need it."""

    operation: Operation
    recipe: OperationRecipe
    tally: ArgumentTally

    @property
    def budget_spent(self) -> bool:
        """Whether no more calls may be made."""

    def judge_case(
        self, case: str, names: Sequence[str] = (), *, values: Mapping[str, Value] | None = None, without: str = ""
    ) -> Call | None:
        """Judge one call with these optional arguments, and note its outcome in the tally."""


class ArgumentTrials:
    """The cases about the optional arguments of one operation. `given` are the arguments of its simplest call.

    `companions` are the arguments that an accepted call needs besides those: none if the simplest call is accepted.
    """

    def __init__(self, judged: JudgedOperation, given: Sequence[str], links: Links, samples: Samples) -> None:
        self.judged, self.links, self.samples = judged, links, samples
        self.tally, self.operation = judged.tally, judged.operation
        self.optional = [name for name in self.tally.optional if name not in given]
        self.simplest = self.tally.outcomes.get("simplest")
        self._helpful: dict[tuple[str, ...], int] = {}  # companies that made refused arguments acceptable: how many

    @property
    def companions(self) -> tuple[str, ...]:
        """The arguments that a call needs besides those of the simplest one to be accepted, as far as was learned."""
        refused = self.simplest is not None and self.simplest.refused
        return next(iter(self._learned()), ()) if refused else ()

    def judge_all(self) -> None:
        """Judge a call with all optional arguments, one with each of them alone, and the combinations."""
        if not self.optional:
            return
        self._judge("full", self.optional)
        alone = {name: self._judge(with_argument(name), [name]) for name in self.optional}
        for name, outcome in alone.items():
            if outcome is not None and outcome.refused:
                self.tally.note_refusal(name, outcome)
                self._retry(name, outcome)

    def judge_omissions(self, always: Sequence[str]) -> None:
        """Judge one call without each of the optional arguments that the recipe always gives."""
        for name in always:
            parameter = self.operation.parameter(name)
            if parameter is None or parameter.required or parameter.location == "path" or self.judged.budget_spent:
                continue
            case = without_argument(name)
            self.judged.judge_case(case, without=name)
            outcome = self.tally.outcomes.get(case)
            if outcome is not None and 400 <= outcome.status < 500:
                self.tally.refused_without[name] = outcome.text

    def _judge(self, case: str, names: Sequence[str], values: Mapping[str, Value] | None = None) -> CaseOutcome | None:
        """The outcome of a case; None if it could not be called."""
        if self.judged.budget_spent:
            for name in names:
                self.tally.not_sent.setdefault(name, BUDGET_SPENT)
            return None
        self.judged.judge_case(case, names, values=values)
        return self.tally.outcomes.get(case)

    # -- what a refused argument may need

    def _retry(self, name: str, alone: CaseOutcome) -> None:
        """Try a refused argument with others beside it, then with other values, until a call is accepted."""
        tried = {alone.names}
        for suggested in self._companies(name, alone):
            company = tuple(other for other in suggested if other != name)
            names = frozenset({*alone.names, *company})
            if names in tried or len(tried) > MAX_COMPANIES:
                continue
            tried.add(names)
            if self._is_accepted(name, company):
                if company not in self._helpful:
                    company = self._reduced(name, company)
                self._helpful[company] = self._helpful.get(company, 0) + 1
                return
        accepted = self.tally.smallest_accepted(name)  # with others in the case of another argument
        if accepted:
            self._reduced(name, tuple(other for other in self.optional if other in accepted and other != name))
            return
        for kind, value in self._other_values(name):
            if self._is_accepted(name, self.companions, {name: value}, kind):
                return

    def _reduced(self, name: str, company: tuple[str, ...]) -> tuple[str, ...]:
        """Leave out of an accepted company what the argument does not need, in halves and then one by one."""
        size, tries = len(company) // 2, MAX_REDUCTIONS
        while size and tries:
            for start in range(0, len(company), size):
                fewer = company[:start] + company[start + size :]
                tries -= 1
                if fewer and self._is_accepted(name, fewer):
                    company = fewer
                    break
                if not tries:
                    return company
            else:
                size //= 2
            size = min(size, len(company) // 2)
        return company

    def _is_accepted(
        self, name: str, company: Sequence[str], values: Mapping[str, Value] | None = None, kind: str = ""
    ) -> bool:
        outcome = self._judge(with_argument(name, company, kind), [name, *company], values)
        if outcome is not None and outcome.refused:
            self.tally.note_refusal(name, outcome)
        return outcome is not None and outcome.accepted

    def _learned(self) -> list[tuple[str, ...]]:
        """The companies that helped before, the most helpful first."""
        return sorted(self._helpful, key=lambda company: (-self._helpful[company], len(company), company))

    def _companies(self, name: str, alone: CaseOutcome) -> Iterator[tuple[str, ...]]:
        """Other optional arguments that may make a refused one acceptable, the most likely first."""
        others = [other for other in self.optional if other != name]
        yield from self._learned()
        named = [other for other in others if other in alone.named]
        works = [other for other in others if self.tally.is_case_accepted(with_argument(other))]
        if self.simplest is not None and self.simplest.refused:  # each of these made a refused call succeed
            works.sort(key=lambda other: (other not in named, not self._is_linked(other)))
            yield from ((other,) for other in works)
        if name in alone.named and not named:
            return  # the server says that the value itself is wrong
        known = [other for other in others if self._is_linked(other) or other in self.judged.recipe.values]
        yield from (tuple(company) for company in (named, known, [*named, *known], works) if company)

    def _is_linked(self, name: str) -> bool:
        """Whether the argument identifies a resource."""
        parameter = self.operation.parameter(name)
        return parameter is not None and self.links.for_parameter(self.operation, parameter) is not None

    def _other_values(self, name: str) -> Iterator[tuple[str, Value]]:
        """Plainer values for an argument whose value is a sample: what is sent by default, the simplest of its type."""
        parameter = self.operation.parameter(name)
        if parameter is None or self._is_linked(name) or name in self.judged.recipe.values:
            return
        default = _default_value(parameter)
        simplest = self.samples.simplest(parameter.type.without_null())
        if default is not None:
            yield "default", default
        if simplest != default and is_sent(parameter, simplest):
            yield "simplest", simplest


def _default_value(parameter: Parameter) -> Value:
    """The value that the SDK sends for an argument that is not given; None if that is unknown."""
    text, kinds = parameter.sent_default, {member.kind for member in parameter.type.members}
    if text is None:
        return None
    if "integer" in kinds:
        return int(text) if text.lstrip("-").isdigit() else None
    return text if "string" in kinds else None
