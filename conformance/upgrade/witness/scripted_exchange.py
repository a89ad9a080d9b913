"""The responses to the requests of a snippet, and programs that show the difference between two exchanges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from conformance.change import Difference, Snippet
from conformance.contract.model import Contract, Operation
from conformance.generate.responses import ResponseFactory, ResponseScript
from conformance.scenarios.outcome import ScriptedSnippet
from conformance.targets.target import Target
from conformance.upgrade.pair import ReleasePair, Side
from conformance.upgrade.witness.programs import SERVER, import_lines, render_program
from conformance.wire import Response

_GENERATED_NUMBER: Final = re.compile(r"_\d+$")  # the number of a generated call
_ERROR: Final = re.compile(r"error_(\d+)")
_HEADERS: Final = "dict(request.headers)"
_TIMEOUT: Final = 'request.extensions["timeout"]'
# the part of a request that shows a difference, besides its method, URL and body
_PRINTED_FACETS: Final = {"header": _HEADERS, "content_type": _HEADERS, "timeout": _TIMEOUT}
_REDIRECT: Final = Response(302, (("location", f"{SERVER}/elsewhere"),))


def script_snippets(trials: Iterable[Snippet], pair: ReleasePair) -> dict[Snippet, ScriptedSnippet]:
    """The code of snippets with the smallest valid response of the release for which each is written."""
    factories = {
        id(side): ResponseFactory(side.contract.models) for side in (pair.old, pair.new) if side.contract is not None
    }
    made = {}
    for trial in trials:
        side, operation = next(_declaring_sides(trial, pair), (pair.old, None))
        script = trial.responses
        if operation is not None and not script:
            script = factories[id(side)].minimal(operation).responses
        made[trial] = ScriptedSnippet(trial.code, script)
    return made


def snippet_operation(trial: Snippet, pair: ReleasePair) -> Operation | None:
    """The operation of a snippet, as declared by the release for which it is written."""
    return next((operation for _, operation in _declaring_sides(trial, pair)), None)


def exchange_program(difference: Difference, pair: ReleasePair, target: Target) -> str:
    """The exchange that shows a difference, as a program; the call alone where its response is not reproducible."""
    script = None if pair.contracts is None else _find_responses(difference, pair.contracts)
    if pair.contracts is None or script is None:
        response = difference.response or "none"
        return f"{difference.call}  # response: {response}" if difference.call else ""
    old = pair.contracts[0]
    call = difference.call if "sync" in difference.twins else f"await async_{difference.call}"
    code = f"{import_lines(difference.call, old.models, target)}result = {call}\n"
    operation = old.operation(difference.operation)
    return render_program(ScriptedSnippet(code, script), target, operation, _PRINTED_FACETS.get(difference.facet, ""))


def _declaring_sides(trial: Snippet, pair: ReleasePair) -> Iterator[tuple[Side, Operation]]:
    """The operation of a snippet on both sides, first on the side where the code is expected to work."""
    for side in (pair.new, pair.old) if trial.expects == "works" else (pair.old, pair.new):
        operation = None if side.contract is None else side.contract.operation(trial.operation)
        if operation is not None:
            yield side, operation


def _find_responses(difference: Difference, contracts: tuple[Contract, Contract]) -> tuple[Response, ...] | None:
    """The responses with the label of a difference, as observing makes them; None for recorded ones."""
    label = difference.response
    newer = label.startswith("new_")
    contract = contracts[1] if newer else contracts[0]
    operation = contract.operation(difference.operation)
    if operation is None:
        return None
    factory = ResponseFactory(contract.models)
    label = label.removeprefix("new_")
    error = _ERROR.fullmatch(label)
    if error is not None:
        return factory.refusal(operation, int(error[1])).responses
    if label == "redirected":
        return (_REDIRECT, *factory.minimal(operation).responses)
    scripts = {script.label: script.responses for script in _scripts(factory, operation)}
    return scripts.get(label) or scripts.get(_GENERATED_NUMBER.sub("", label))


def _scripts(factory: ResponseFactory, operation: Operation) -> Iterator[ResponseScript]:
    return chain(
        factory.conforming(operation),
        factory.non_object_errors(operation),
        factory.hostile(operation),
        factory.wrong_content_type(operation),
    )
