"""Record: what a real server answers becomes cassettes, without secrets and in normal form, one operation at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from conformance.cassettes.formats import jsonl
from conformance.cassettes.interaction import Interaction
from conformance.cassettes.library import place_of
from conformance.cassettes.normalise.identifiers import kinds_of
from conformance.cassettes.normalise.recording import normalised
from conformance.cassettes.redacted import redact_interaction
from conformance.cassettes.resume import recording
from conformance.errors import UsageError
from conformance.finding import PACKAGE, Coverage
from conformance.pipeline.console import Progress, today
from conformance.pipeline.live import LiveRun, judge, live_run
from conformance.pipeline.reporting import coverage_of
from conformance.redaction.redact import Secrets
from conformance.redaction.scanner import prove_clean
from conformance.settings import LiveSettings
from conformance.targets.client import BASE_URL
from conformance.targets.target import Target, load_target
from conformance.text import counted

FOLDER: Final = "cassettes"
ELSEWHERE: Final = "http://standin.test"  # replaces the addresses of emulators; a stored format
HELD_NUMBERS: Final = (2_000_000_000,)  # identities of nothing stand for themselves


@dataclass(frozen=True)
class Recorded:
    """What a recording gave. `coverage` is of the operations asked in this run, `resumed` how many were done before."""

    place: str
    sdk: str
    server: str
    coverage: tuple[Coverage, ...]
    interactions: int
    resumed: int
    interrupted: bool

    @property
    def missed(self) -> tuple[Coverage, ...]:
        """The operations that the server has and nothing successful was recorded of."""
        return tuple(
            each
            for each in self.coverage
            if each.crash or (each.reach and each.reach.state in {"unreached", "unasked"})
        )

    @property
    def verdict(self) -> str:
        """One sentence."""
        states = [each.reach.state for each in self.coverage if each.reach is not None]
        done = f"{counted(self.interactions, 'interaction')} of {counted(states.count('reached'), 'operation')}"
        before = f", {self.resumed} done before" if self.resumed else ""
        rest = f"; {len(self.missed)} not reached, {states.count('absent')} not on this server"
        head = "interrupted: " if self.interrupted else ""
        return f"{head}{self.sdk} on {self.server}: {done} recorded into {self.place}{before}{rest}"


def record(settings: LiveSettings, progress: Progress, tell: Callable[[str], None]) -> Recorded:
    """Record every operation that was asked for. A run that was ended before it was done is gone on with."""
    target = load_target(settings.target)
    folder = Path(settings.cassettes or FOLDER)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--cassettes {folder}: this is no folder.\n  Name the folder to write cassettes into.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--cassettes {folder}: cannot be made: {error}") from None
    coverage: list[Coverage] = []
    count, interrupted = 0, False
    with live_run(replace(settings, servers=1), target, tell) as run:  # one journal is written
        server = run.first.scenery.server
        how = {"sdk": run.first.opened["version"], "seed": str(settings.seed), "edition": server.edition}
        with recording(folder, target.name, server.version, how, today=today(), progress=tell) as shelf:
            asked = [path for path in run.operations if path != PACKAGE]
            todo = [path for path in asked if path not in shelf.done]
            resumed = len(asked) - len(todo)
            if resumed:
                tell(f"{counted(resumed, 'operation')} recorded before; going on with {len(todo)}")
            try:
                for path, answer in judge(run, todo, progress):
                    coverage.append(coverage_of(path, answer))
                    clean = _clean(run, target, path, answer.get("interactions", ""))
                    shelf.keep(path, clean)
                    count += len(clean)
            except KeyboardInterrupt:
                interrupted = True
            if not interrupted:
                shelf.finish()
        return Recorded(
            str(place_of(folder, target.name, server.version)),
            f"{target.distribution} {run.first.opened['version']}", f"{server.edition} {server.version}",
            tuple(coverage), count, resumed, interrupted,
        )  # fmt: skip


def _clean(run: LiveRun, target: Target, path: str, text: str) -> list[Interaction]:
    """An operation's interactions as they are kept. Raises SecretLeft; nothing is written then."""
    secrets = _secrets(run)
    found = [redact_interaction(each, secrets) for each in jsonl.read(text, path)]
    normal = normalised(
        found,
        kinds=kinds_of(run.first.urls),
        texts=_texts(run),
        ids=_numbers(run.first.scenery.emulators),
        headers_left_out=target.unrecorded_headers,
    )
    prove_clean(path, jsonl.write(normal), secrets)
    return normal


def _secrets(run: LiveRun) -> Secrets:
    """The secrets that this run knows."""
    server = run.first.scenery.server
    return Secrets.among(run.first.scenery.emulators, server.token, server.second_token)


def _texts(run: LiveRun) -> Mapping[str, str]:
    """Texts that differ between runs, and what stands for them."""
    server = run.first.scenery.server
    texts = {server.url: BASE_URL, server.url.partition("://")[2]: BASE_URL.partition("://")[2]}
    for name, value in run.first.scenery.emulators.items():
        if value.startswith("http"):
            texts[value] = f"{ELSEWHERE}/{name}"
        elif "http://" in value or value.startswith("/"):
            texts[value] = f"/standin/{name}"
    return texts


def _numbers(emulators: Mapping[str, str]) -> Mapping[int, int]:
    """Numbers that stand for themselves, or for others that are the same in every run."""
    ports = {int(value): 6379 for name, value in emulators.items() if name.endswith("_port")}
    return {**{number: number for number in HELD_NUMBERS}, **ports}
