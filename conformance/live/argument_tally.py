"""Responses of a server to the arguments of one operation, case by case."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from conformance.contract.model import Operation, Parameter
from conformance.exchange.model import Exchange
from conformance.finding import ArgumentCoverage
from conformance.generate.values import Value
from conformance.live.case_names import INVALID_CASES
from conformance.text import in_line

MAX_TEXT: Final = 160  # characters of what a server said about an argument
_SENTENCE: Final = re.compile(r"[^\W\d_]{2,}\s+\S")  # a word and more: not an id, a version or a type name
_ENVELOPE: Final = frozenset(  # keys of error bodies that are no names of fields
    {"detail", "message", "error", "errors", "validation_errors", "non_field_errors"}
)
_VOLATILE: Final = re.compile(  # differs between two runs: addresses, identities, ports
    r"https?://\S+|/(?:[\w.-]+/)+[\w.-]*|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9a-f]{24,}\b|\b\d{5,}\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutcome:
    """How the call of one case ended.

    `names` are the arguments of the call. `status` is that of the decisive response, 0 if there was none. `text` is
    what the server said when it refused the call, `named` the operation's arguments that it named then.
    """

    names: frozenset[str]
    accepted: bool
    status: int
    text: str = ""
    named: frozenset[str] = frozenset()

    @property
    def refused(self) -> bool:
        """The server responded, and with an error."""
        return self.status >= 400


class ArgumentTally:
    """Collects the outcomes of an operation's cases; invalid cases say nothing about arguments."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.optional = [parameter.name for parameter in operation.accepted if not parameter.required]
        self.outcomes: dict[str, CaseOutcome] = {}  # of the cases that are no generated calls
        self.refused: dict[str, CaseOutcome] = {}  # by argument: the response that says most about it
        self.not_sent: dict[str, str] = {}  # by argument: why
        self.refused_without: dict[str, str] = {}  # by argument: the response to a call without it
        self._accepted: set[str] = set()
        self._smallest: dict[str, frozenset[str]] = {}  # by argument: the smallest call with it that was accepted

    def record(self, exchange: Exchange, case: str) -> None:
        """Note how a judged call ended. Values that are not sent, None and empty lists of a query, do not count."""
        final = exchange.final
        if case in INVALID_CASES or final is None:
            return
        given = exchange.call.arguments
        names = frozenset(p.name for p in self.operation.accepted if p.name in given and is_sent(p, given[p.name]))
        if final.succeeded:
            self._accepted |= names
        if case == "drawn":  # other values may need other arguments
            return
        if final.succeeded:
            for name in names:
                self._smallest[name] = min(self._smallest.get(name, names), names, key=len)
        refused = final.response.status >= 400 and not final.response.fault
        self.outcomes[case] = CaseOutcome(
            names=names,
            accepted=final.succeeded,
            status=0 if final.response.fault else final.response.status,
            text=refusal_text(final.response.status, final.payload) if refused else "",
            named=self._named_in(final.payload) if refused else frozenset(),
        )

    def note_refusal(self, name: str, outcome: CaseOutcome) -> None:
        """Keep the response that says most about an argument: the first that names it, otherwise the last one."""
        kept = self.refused.get(name)
        if kept is None or name not in kept.named:
            self.refused[name] = outcome

    def smallest_accepted(self, name: str) -> frozenset[str]:
        """The arguments of the smallest call with this one that was accepted; none if there is no such call."""
        return self._smallest.get(name, frozenset())

    def is_case_accepted(self, case: str) -> bool:
        """Whether the call of a case got a successful response."""
        outcome = self.outcomes.get(case)
        return outcome is not None and outcome.accepted

    def coverage(self, always: Collection[str]) -> ArgumentCoverage:
        """The coverage of the arguments. `always` are those that every valid call has."""
        missing = [name for name in self.optional if name not in self._accepted]
        needed = {
            name: tuple(sorted(self._smallest[name] - {name, *always}))
            for name in self.refused
            if name in self._smallest
        }
        return ArgumentCoverage(
            accepted=tuple(sorted(self._accepted)),
            accepted_with={name: others for name, others in sorted(needed.items()) if others},
            refused={name: self.refused[name].text for name in sorted(missing) if name in self.refused},
            not_sent={
                name: self.not_sent.get(name, "no call with it was made")
                for name in sorted(missing)
                if name not in self.refused
            },
            refused_without=dict(sorted(self.refused_without.items())),
        )

    def _named_in(self, payload: Any) -> frozenset[str]:
        """The arguments that a refusal names, as keys or as words of its sentences."""
        words = {word for found in _sentences(payload) for word in (found.key, *re.findall(r"\w+", found.text))}
        return frozenset(p.name for p in self.operation.accepted if {p.name, p.wire_name} & words)


def is_sent(parameter: Parameter, value: Value) -> bool:
    """Whether a value is one that the server gets: not None, and no empty list outside of JSON."""
    return value is not None and (value not in ([], {}) or parameter.location in {"field", "body"})


def refusal_text(status: int, payload: Any) -> str:
    """The status and the sentences of a refusal, on one line, without what differs between two runs."""
    found = sorted(_sentences(payload), key=lambda sentence: (not sentence.key, -sentence.depth))  # about fields first
    sentences = dict.fromkeys(
        f"{sentence.key}: {sentence.text}" if sentence.key else sentence.text for sentence in found
    )
    said = "; ".join(sentences) or _phrase(status)
    text = _VOLATILE.sub("…", in_line(f"{status}: {said}"))
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…"


class _Sentence(NamedTuple):
    """A sentence of an error body, and the key that it belongs to: "" if that is none of a field."""

    key: str
    text: str
    depth: int


def _sentences(payload: Any, key: str = "", depth: int = 0) -> Iterator[_Sentence]:
    """The sentences in an error body. A traceback is no sentence."""
    match payload:
        case str() if _SENTENCE.search(payload) and "\n" not in payload.strip():
            yield _Sentence(key, payload.strip(), depth)
        case dict():
            for name, value in payload.items():
                yield from _sentences(value, key if name in _ENVELOPE else str(name), depth + 1)
        case list():
            for value in payload:
                yield from _sentences(value, key, depth)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "no explanation"
