"""What answers a trial's requests, and an exchange that showed a difference as a program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from conformance.change import Difference, Trial
from conformance.contract.model import Contract, Operation
from conformance.generate.answers import Answer, Answers
from conformance.targets.target import Target
from conformance.upgrade.outcome import Attempt
from conformance.upgrade.pair import Pair, Side
from conformance.upgrade.programs import imports_of, program
from conformance.wire import Response

_NUMBER: Final = re.compile(r"_\d+$")


def attempts(trials: Iterable[Trial], pair: Pair) -> dict[Trial, Attempt]:
    """The code of trials with the smallest conforming answer of the release for which each is written."""
    answers = {id(side): Answers(side.contract.models) for side in (pair.old, pair.new) if side.contract is not None}
    made = {}
    for trial in trials:
        side, operation = next(_promised(trial, pair), (pair.old, None))
        script = () if operation is None else answers[id(side)].minimal(operation).script
        made[trial] = Attempt(trial.code, script)
    return made


def operation_of(trial: Trial, pair: Pair) -> Operation | None:
    """A trial's operation, as the release declares it for which the trial is written."""
    return next((operation for _, operation in _promised(trial, pair)), None)


def exchange_program(difference: Difference, pair: Pair, target: Target) -> str:
    """The exchange that shows a difference, as a program; "" where the old contract has no such operation."""
    operation = pair.contracts[0].operation(difference.operation) if pair.contracts is not None else None
    if pair.contracts is None or operation is None or not difference.call:
        return ""
    call = difference.call if "sync" in difference.twins else f"await async_{difference.call}"
    code = f"{imports_of(difference.call, pair.contracts[0].models, target)}result = {call}\n"
    attempt = Attempt(code, _script(difference, operation, pair.contracts))
    return program(attempt, target, operation, headers=difference.facet == "header")


def _promised(trial: Trial, pair: Pair) -> Iterator[tuple[Side, Operation]]:
    """A trial's operation on both sides, first that on which the code is expected to work."""
    for side in (pair.new, pair.old) if trial.expects == "works" else (pair.old, pair.new):
        operation = None if side.contract is None else side.contract.operation(trial.operation)
        if operation is not None:
            yield side, operation


def _script(difference: Difference, operation: Operation, contracts: tuple[Contract, Contract]) -> tuple[Response, ...]:
    """The answer with a difference's label; the smallest conforming one where the label tells none."""
    old, new = contracts
    answers = Answers(old.models)
    newer = new.operation(difference.operation)
    label = difference.answer
    wanted = list(_labelled(answers, operation))
    if label.startswith("new_") and newer is not None:
        wanted, label = list(_labelled(Answers(new.models), newer)), label.removeprefix("new_")
    error = re.match(r"error_(\d+)$", label)
    if error is not None:
        return answers.refusal(operation, int(error[1])).script
    if label == "redirected":
        away = Response(302, (("location", "http://sdk.test/elsewhere"),))
        return (away, *answers.minimal(operation).script)
    for name in (label, _NUMBER.sub("", label), "minimal"):
        for answer in wanted:
            if answer.label == name:
                return answer.script
    return answers.minimal(operation).script


def _labelled(answers: Answers, operation: Operation) -> Iterator[Answer]:
    return chain(
        answers.conforming(operation),
        answers.odd_errors(operation),
        answers.hostile(operation),
        answers.mislabelled(operation),
    )
