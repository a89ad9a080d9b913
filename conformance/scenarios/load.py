"""The programs of `scenarios.toml`, which exercise the helpers of an SDK.

The file of a target holds `[[scenario]]` tables with `name` ("JSON schema: $tag"), `subject` (the dotted name under
test), `code` (its `result` is compared) and optionally:

`responses`  the responses to its requests, each with `status`, 200 by default, `json` or `text`, and `headers`
`errors`     statuses: the scenario runs again with each of them instead of each of its responses, and has to raise
`arguments`  a call, as Python: the texts and numbers among its arguments have to be sent
`expect`     the value that `result` must have, as Python
`each`       the name of a list of tables in the same file: the scenario runs once for each. In `code` and `expect`,
             `$key` is replaced by the value in the table, and `$$` by a dollar sign. `responses` and `errors` of
             a table are those of its case.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from string import Template
from typing import Any, Final

from conformance.errors import TargetError
from conformance.scenarios.outcome import ScriptedSnippet
from conformance.targets.target import Target
from conformance.wire import Response, json_response

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_TEXTS: Final = ("name", "subject", "code")
_KEYS: Final = (*_TEXTS, "responses", "errors", "arguments", "expect", "each")
_RESPONSE_KEYS: Final = frozenset({"status", "json", "text", "headers"})


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """One program of a scenario. `group` is the scenario's name, `case` the value that fills it in, or "".

    `expected` is the text of the value that `result` must have, "" where only the approved outcome says. `arguments`
    are the texts that have to be sent. `refused` says which request gets an error response, of which it has to raise.
    """

    group: str
    case: str
    subject: str
    code: str
    responses: tuple[Response, ...] = ()
    expected: str = ""
    arguments: tuple[str, ...] = ()
    refused: str = ""

    @property
    def name(self) -> str:
        """Scenario and case, and the error response."""
        return ", ".join(
            part for part in (f"{self.group}: {self.case}" if self.case else self.group, self.refused) if part
        )

    @property
    def snippet(self) -> ScriptedSnippet:
        """The program, to be run."""
        return ScriptedSnippet(self.code, self.responses)


def load_scenarios(target: Target) -> tuple[ScenarioStep, ...]:
    """Every program of a target's scenarios; none where the target has no such file.

    Raises TargetError: the file cannot be read, or a scenario is invalid.
    """
    file = target.scenarios_file
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TargetError(f"{file}: cannot be read as TOML: {error}") from None
    return tuple(
        step for number, table in enumerate(data.get("scenario", []), 1) for step in _steps(file, number, table, data)
    )


def _steps(file: Path, number: int, table: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[ScenarioStep]:
    where = f"{file}: scenario {number}"
    unknown = sorted(set(table) - set(_KEYS))
    if unknown:
        raise TargetError(f"{where}: unknown key `{unknown[0]}`.\n  Allowed: {', '.join(_KEYS)}.")
    for key in _TEXTS:
        if not isinstance(table.get(key), str):
            raise TargetError(f"{where}: `{key}` is {table.get(key)!r}.\n  Expected: a string.")
    fillings = data.get(table["each"]) if "each" in table else [{}]
    if not isinstance(fillings, list):
        raise TargetError(f"{where}: `each` names {table['each']!r}, which is not a list of tables in this file.")
    for filling in fillings:
        responses = _responses(where, filling.get("responses", table.get("responses", [])))
        statuses = _statuses(where, filling.get("errors", table.get("errors", [])))
        try:
            code = Template(table["code"]).substitute(filling)
            expected = Template(table.get("expect", "")).substitute(filling)
            called = Template(table.get("arguments", "")).substitute(filling)
        except (KeyError, ValueError) as error:
            raise TargetError(
                f"{where}: `code` or `expect` has an invalid placeholder: {error}.\n  Write $$ for a dollar sign."
            ) from None
        case = next(iter(filling.values()), "")
        step = ScenarioStep(
            table["name"].partition(": $")[0],
            str(case),
            table["subject"],
            code.strip() + "\n",
            responses,
            _expected_text(where, expected),
            _sent_texts(where, called),
        )
        yield step
        for position, status in product(range(len(responses)), statuses):
            refusal = json_response(status, {"detail": "refused by the test's server"})
            yield replace(
                step,
                responses=(*responses[:position], refusal),
                expected="",
                arguments=(),
                refused=f"{status} for request {position + 1}",
            )


def _responses(where: str, tables: Any) -> tuple[Response, ...]:
    """The scripted responses of a scenario."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise TargetError(f"{where}: `responses` is {tables!r}.\n  Expected: a list of tables.")
    responses = []
    for table in tables:
        unknown = sorted(set(table) - _RESPONSE_KEYS)
        if unknown:
            raise TargetError(
                f"{where}: unknown key `{unknown[0]}` of a response.\n  Allowed: {', '.join(sorted(_RESPONSE_KEYS))}."
            )
        status = table.get("status", 200)
        if "text" in table:
            content = str(table["text"]).encode()
            response = Response(status, (("content-type", "text/plain; charset=utf-8"),), content)
        elif status == 204:  # No Content (RFC 9110, section 15.3.5)
            response = Response(status)
        else:
            response = json_response(status, table.get("json"))
        more = tuple((str(name), str(value)) for name, value in table.get("headers", {}).items())
        responses.append(replace(response, headers=(*response.headers, *more)))
    return tuple(responses)


def _statuses(where: str, values: Any) -> tuple[int, ...]:
    """The statuses of error responses."""
    if not isinstance(values, list) or not all(isinstance(value, int) and 400 <= value <= 599 for value in values):
        raise TargetError(f"{where}: `errors` is {values!r}.\n  Expected: a list of statuses from 400 to 599.")
    return tuple(values)


def _sent_texts(where: str, called: str) -> tuple[str, ...]:
    """The texts and numbers among the arguments of a call, and inside of them. Truth values are in most requests."""
    if not called.strip():
        return ()
    try:
        call = ast.parse(called.strip(), mode="eval").body
    except SyntaxError as error:
        raise TargetError(f"{where}: `arguments` is no Python: {error}\n  Got: {called.strip()}") from None
    given = [*call.args, *(word.value for word in call.keywords)] if isinstance(call, ast.Call) else []
    found = (node.value for value in given for node in ast.walk(value) if isinstance(node, ast.Constant))
    return tuple(dict.fromkeys(str(value) for value in found if type(value) in {str, int, float}))


def _expected_text(where: str, expected: str) -> str:
    """The text of the expected value, as `repr` writes it."""
    if not expected.strip():
        return ""
    try:
        return repr(ast.literal_eval(expected.strip()))
    except (ValueError, SyntaxError) as error:
        raise TargetError(f"{where}: `expect` is no Python value: {error}\n  Got: {expected.strip()}") from None
