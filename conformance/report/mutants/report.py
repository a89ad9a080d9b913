"""The result of `conformance mutants`: the outcome of each fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from conformance.text import as_json, counted

MUTANTS_SCHEMA_VERSION: Final = 1
OUTCOMES: Final = {
    "noticed": "a check reported it",
    "survived": "no check reported it",
    "not run": "no test runs its lines",
    "failed": "it could not be judged",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MutantResult:
    """The outcome of one fault. `checks` are those that reported it, `findings` what they said, for `subject`.

    `named` says whether one of them names the place of the fault, None where nothing was reported. `judged` of
    `running` operations were judged. `reason` says why it was not noticed, or how it was where no check did it.
    """

    id: str
    kind: str
    group: str
    side: str
    file: str
    line: int
    function: str
    outcome: str
    diff: str
    subject: str = ""
    checks: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    named: bool | None = None
    judged: int = 0
    running: int = 0
    reason: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> MutantResult:
        """The inverse of `to_json`."""
        values = {field.name: data[field.name] for field in fields(cls)}
        return cls(**{**values, "checks": tuple(values["checks"]), "findings": tuple(values["findings"])})

    def to_json(self) -> dict[str, Any]:
        """The result as JSON (`mutants[]`)."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many faults were noticed, and of how many the place was named."""

    noticed: int
    survived: int
    not_run: int
    failed: int
    named: int

    @property
    def judged(self) -> int:
        """The faults whose lines are run, and that could be judged."""
        return self.noticed + self.survived

    @property
    def percent(self) -> float:
        """The share of the judged faults that was noticed; 100 where there are none."""
        return 100.0 * self.noticed / self.judged if self.judged else 100.0

    @property
    def named_percent(self) -> float:
        """The share of the noticed faults whose place was named; 100 where there are none."""
        return 100.0 * self.named / self.noticed if self.noticed else 100.0

    @classmethod
    def of(cls, results: Iterable[MutantResult]) -> Score:
        """The score of some faults."""
        found = list(results)
        counts = Counter(result.outcome for result in found)
        return cls(
            noticed=counts["noticed"],
            survived=counts["survived"],
            not_run=counts["not run"],
            failed=counts["failed"],
            named=sum(bool(result.named) for result in found),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MutationReport:
    """The result of one run. `kinds` says what each kind of fault is, `places` how many places it has in the SDK.

    `min_score` is the share of noticed faults, in percent, below which the run fails.
    """

    tool_version: str
    target: str
    sdk: str
    sdk_version: str
    sdk_origin: str
    approved: str | None
    seed: int
    count: int
    min_score: int
    kinds: Mapping[str, str]
    places: Mapping[str, int]
    mutants: tuple[MutantResult, ...]
    interrupted: bool = False

    @property
    def score(self) -> Score:
        """The score of all faults."""
        return Score.of(self.mutants)

    @property
    def fails(self) -> bool:
        """Fewer faults were noticed than the run requires."""
        return self.score.percent < self.min_score

    @property
    def verdict(self) -> str:
        """One sentence."""
        score = self.score
        judged = counted(score.judged, "fault")
        text = f"{self.sdk} {self.sdk_version}: {score.noticed} of {judged} noticed ({score.percent:.1f} %)"
        text += f", the place named in {score.named_percent:.0f} % of them"
        if score.not_run:
            text += f"; {score.not_run} more in lines that no test runs"
        if score.failed:
            text += f"; {score.failed} could not be judged"
        if self.fails:
            text += f"; {self.min_score} % required"
        return f"{text} (interrupted)" if self.interrupted else text

    def of_outcome(self, outcome: str) -> tuple[MutantResult, ...]:
        """The faults with one outcome."""
        return tuple(result for result in self.mutants if result.outcome == outcome)

    def by(self, attribute: str) -> Mapping[str, Score]:
        """The score of each kind, group or side."""
        found: dict[str, list[MutantResult]] = {}
        for result in self.mutants:
            found.setdefault(str(getattr(result, attribute)), []).append(result)
        return {name: Score.of(results) for name, results in sorted(found.items())}

    @property
    def by_check(self) -> Mapping[str, int]:
        """How many faults each check reported, most first."""
        counts = Counter(check for result in self.mutants for check in result.checks)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        score = self.score
        return {
            "schema": MUTANTS_SCHEMA_VERSION,
            "command": "mutants",
            **{name: getattr(self, name) for name in (
                "tool_version", "target", "sdk", "sdk_version", "sdk_origin", "approved", "seed", "count", "min_score",
                "interrupted", "verdict", "fails",
            )},
            "kinds": dict(self.kinds),
            "places": dict(self.places),
            "score": {**asdict(score), "percent": round(score.percent, 2)},
            "mutants": [result.to_json() for result in self.mutants],
        }  # fmt: skip


def mutants_json(report: object) -> str:
    """The report as the text of a JSON file."""
    assert isinstance(report, MutationReport)  # noqa: S101  # the one value that this format is for
    return as_json(report.to_json())
