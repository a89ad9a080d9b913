"""Live: an SDK against a real server, operation by operation. The function to read first is `live`."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conformance.checks import CHECKS
from conformance.config import LiveSettings
from conformance.crew import Crew, Message, crew
from conformance.errors import UsageError, WorkerDied
from conformance.exchange.ledger import left, new_ledger_file
from conformance.exchange.replay import nearest
from conformance.exchange.scrub import Secrets
from conformance.exchange.servers.choice import chosen
from conformance.exchange.servers.document import document
from conformance.exchange.servers.server import Server
from conformance.exchange.servers.standins.process import standins
from conformance.exchange.shelf import age, cassettes, first
from conformance.finding import Finding
from conformance.pipeline.check import coverage_of, select
from conformance.pipeline.telling import Progress, today, tool_version
from conformance.report.files import check_paths
from conformance.report.report import CheckInfo, Report
from conformance.report.settle import Known, load_known, settle
from conformance.targets.environment import Environment, engine_requirements, resolve
from conformance.targets.target import Target, load_target
from conformance.text import counted

if TYPE_CHECKING:
    from conformance.pipeline.fuzzing import Fuzzed

MOST_SECONDS: Final = 600.0  # for one operation: a slow server answers some four hundred requests in it
LEAVING_SECONDS: Final = 30.0  # to finish the operation under way when a run is interrupted
RATE_ELSEWHERE: Final = 20  # requests in a second to a server that is not the run's own, where nothing else was asked
DEFAULTS: Final = LiveSettings()


@dataclass(frozen=True, slots=True)
class Scenery:
    """A server, and what it may call: the values of stand-ins, none where the server is not the run's own."""

    server: Server
    document: Mapping[str, Any] | None
    standins: Mapping[str, str]


@dataclass
class Session:
    """A run under way."""

    settings: LiveSettings
    target: Target
    scenery: Scenery
    environment: Environment
    hands: Crew
    place: Message
    opened: Message
    operations: Sequence[str]
    urls: Sequence[str]  # the path templates of the SDK's operations


def live(settings: LiveSettings, progress: Progress, tell: Callable[[str], None]) -> Report:
    """Hold one SDK to its contract against a real server."""
    started = time.monotonic()
    target, known = _prepared(settings)
    judged: dict[str, Message] = {}
    extra: Fuzzed | None = None
    with session(settings, target, tell) as run:
        ready = time.monotonic()
        with suppress(KeyboardInterrupt):
            judged.update(judge(run, run.operations, progress))
            extra = _fuzzed(run, progress) if settings.fuzz else None
        interrupted = len(judged) < len(run.operations) or (settings.fuzz and extra is None)
        report = report_of(run, judged, known, extra, interrupted=interrupted)
    report.times.update(start=ready - started, run=time.monotonic() - ready, **_times(judged))
    return report


def _prepared(settings: LiveSettings) -> tuple[Target, tuple[Known, ...]]:
    """The target and what is known of it: of the SDK by itself, and with servers. What is wrong is said at once."""
    check_paths([Path(path) for path in settings.report])
    folder = cassettes_folder(settings)
    target = load_target(settings.target)
    if settings.drift and (folder is None or not cassettes(folder, target.name)):
        raise UsageError(
            f"--drift: {folder or 'the folder cassettes'} holds no recording of {target.name} to compare with.\n"
            "  Record one first, with conformance record, or name its folder with --cassettes."
        )
    ids = [each.id for each in CHECKS]
    if settings.no_known:
        return target, ()
    file = target.live_known_file if settings.known is None else Path(settings.known)
    # other draws meet other deviations: only the default ones can show that one no longer happens
    usual = (settings.seed, settings.examples, settings.drift) == (DEFAULTS.seed, DEFAULTS.examples, False)
    known = load_known(file, required=settings.known is not None, checks=ids, strict=usual)
    # what the SDK is known for by itself is met here too, but not looked for everywhere
    return target, (*known, *load_known(target.known_file, required=False, checks=ids, strict=False))


@contextmanager
def session(settings: LiveSettings, target: Target, tell: Callable[[str], None]) -> Iterator[Session]:
    """A server that answers and a worker that is ready to ask it. Both end with the block."""
    environment = resolve(
        settings.sdk, target, approved=settings.approved, engine=engine_requirements(spec=True), progress=tell
    )
    with ExitStack() as ending:
        scenery = ending.enter_context(_scenery(settings, target, tell))
        hands = ending.enter_context(crew(environment, _opening(settings, target, scenery)))
        opened = hands.open()
        operations = select(opened["paths"], settings.operation)
        place = _place(settings, scenery, operations)
        tell(
            f"asking {target.distribution} {opened['version']} about {scenery.server.edition} "
            f"{scenery.server.version} at {scenery.server.url}, {place['mode']}, "
            f"at most {settings.requests} requests" + (f", {place['rate']} in a second" if place["rate"] else "")
        )
        placed = hands.ask(place)
        yield Session(
            settings, target, scenery, environment, hands, place, opened, placed["operations"], placed["urls"]
        )
        hands.dismiss({"do": "leave"}, LEAVING_SECONDS)
        _tell_what_is_left(place, tell)


def _tell_what_is_left(place: Message, tell: Callable[[str], None]) -> None:
    """Say where something was left on a server that was there before, and how it is removed."""
    file = None if place["ledger"] is None else Path(place["ledger"])
    if file is not None and file.exists() and (found := left(file)) and (found.items or found.unsure):
        tell(f"something may be left on {found.server}: remove it with conformance live --sweep --url {found.server}")


@contextmanager
def _scenery(settings: LiveSettings, target: Target, tell: Callable[[str], None]) -> Iterator[Scenery]:
    """The server of the settings, started or found, and its own document."""
    file = None if settings.token_file is None else Path(settings.token_file)
    with ExitStack() as ending:
        beside = None if settings.server is None else ending.enter_context(standins(tell))
        server = ending.enter_context(
            chosen(
                target, tell, version=settings.server, url=settings.url, token_file=file,
                settings=None if beside is None else beside.environment(),
            )
        )  # fmt: skip
        values = {} if beside is None else {name: str(value) for name, value in asdict(beside).items()}
        yield Scenery(server, document(server, target), values)


def _opening(settings: LiveSettings, target: Target, scenery: Scenery) -> Message:
    """What a worker is told when it opens the SDK."""
    approved = settings.approved
    if approved is not None and approved.endswith(".json"):
        approved = str(Path(approved).resolve())
    return {
        "target": str(target.folder.resolve()),
        "judge": True,
        "approved": approved,
        "examples": settings.examples,
        "seed": settings.seed,
        "document": scenery.document,
        "accepted": [],
    }


def _place(settings: LiveSettings, scenery: Scenery, operations: Sequence[str]) -> Message:
    """What a worker is told of the server."""
    server = scenery.server
    mode = settings.mode or ("owned" if server.own else "read-only")
    # On a server of the run's own nothing has to be told apart from other runs, and names are the same each time.
    tag = str(settings.seed) if server.own else secrets.token_hex(3)
    folder = cassettes_folder(settings)
    return {
        "do": "place",
        "server": asdict(server),
        "mode": mode,
        "tag": tag,
        "ledger": None if server.own or mode == "read-only" else str(new_ledger_file(tag)),
        "standins": dict(scenery.standins),
        "requests": settings.requests,
        "rate": settings.rate or (0 if server.own else RATE_ELSEWHERE),
        "cassettes": None if folder is None else str(folder.resolve()),
        "compared": server.version if folder is None else _compared(folder, settings, server),
        "drift": settings.drift,
        "date": today().isoformat(),
        "operations": list(operations),
    }


def _compared(folder: Path, settings: LiveSettings, server: Server) -> str:
    """The release whose recordings are compared with: this one's, or for drift the nearest there is."""
    releases = {file.parent.name for file in cassettes(folder, load_target(settings.target).name)}
    if server.version in releases or not settings.drift:
        return server.version
    return nearest(releases, server.version)


def cassettes_folder(settings: LiveSettings) -> Path | None:
    """Where recordings are. Raises UsageError for a folder that was named and is none."""
    folder = Path(settings.cassettes or "cassettes")
    if settings.cassettes is not None and not folder.is_dir():
        raise UsageError(f"--cassettes {folder}: there is no such folder.\n  Name one that holds <target>/<server>/.")
    return folder if folder.is_dir() else None


def judge(run: Session, operations: Sequence[str], progress: Progress) -> Iterator[tuple[str, Message]]:
    """What the worker answers for each operation, one after the other: a server keeps what it was told."""
    for number, path in enumerate(operations, start=1):
        try:
            answer = run.hands.insist({"do": "live", "operation": path}, MOST_SECONDS)
        except WorkerDied as died:
            answer = {"died": Secrets((run.scenery.server.token,)).text(str(died))}
            run.hands.insist(run.place, MOST_SECONDS)  # the worker that takes over has to know the server
        yield path, answer
        progress(number, len(operations), path)


def _fuzzed(run: Session, progress: Progress) -> Fuzzed:
    """Schemathesis' share, on a server where one of everything is."""
    from conformance.pipeline.fuzzing import fuzzed  # noqa: PLC0415  # Schemathesis takes a second to import

    there = run.hands.insist({"do": "populate"}, MOST_SECONDS)
    assert run.scenery.document is not None  # noqa: S101  # insisted on when the run began
    return fuzzed(
        run.scenery.server, run.target, run.scenery.document, there["paths"], there["ids"], there["dangerous"],
        run.settings.seed, progress,
    )  # fmt: skip


def report_of(
    run: Session,
    judged: Mapping[str, Message],
    known: tuple[Known, ...],
    extra: Fuzzed | None = None,
    *,
    interrupted: bool,
    notes: Sequence[str] = (),
) -> Report:
    """The report of what the worker answered."""
    target, server, settings = run.target, run.scenery.server, run.settings
    coverage = [coverage_of(operation, answer) for operation, answer in sorted(judged.items())]
    found: dict[str, Finding] = {}
    for _, answer in sorted(judged.items()):
        for data in answer.get("findings", ()):
            finding = Finding.from_json(data)
            found.setdefault(finding.id, finding)
    if extra is not None:
        found.update({finding.id: finding for finding in extra.findings})
        told = f"{counted(extra.requests, 'request')} for {counted(extra.operations, 'operation')} of the document"
        notes = (*notes, f"Schemathesis sent {told}.")
    findings, stale = settle(list(found.values()), known, coverage, run.opened["version"], today(), server.version)
    return Report(
        command="live",
        tool_version=tool_version(),
        target=target.name,
        sdk=target.distribution,
        sdk_version=run.opened["version"],
        sdk_origin=run.environment.origin,
        seed=settings.seed,
        examples=settings.examples,
        selection=settings.operation,
        approved=run.opened["approved"],
        spec=run.opened.get("spec"),
        notes=(*_notes(run, judged), *notes),
        checks=tuple(CheckInfo(each.id, each.family, each.summary, each.documentation) for each in CHECKS),
        operations=tuple(coverage),
        findings=findings,
        stale=stale,
        interrupted=interrupted,
        server=f"{server.edition} {server.version}",
        mode=run.place["mode"],
    )


def _notes(run: Session, judged: Mapping[str, Message]) -> Iterator[str]:
    if run.scenery.document is None:
        yield "The server publishes no OpenAPI document: nothing is held to one."
    asked = _asked(judged)
    yield from _ages(run)
    if asked:
        yield f"{counted(int(asked['requests']), 'request')} sent, at most {run.settings.requests} allowed."
    if asked.get("gone"):
        yield "The server stopped answering: what came after that could not be asked."


def _ages(run: Session) -> Iterator[str]:
    """What was compared with, and whether it is old."""
    folder = cassettes_folder(run.settings)
    if folder is None:
        return
    release, target = run.place["compared"], run.target.name
    files = [file for file in cassettes(folder, target) if file.parent.name == release]
    days = [age(each, today()) for file in files for each in first(file)]
    if not days:
        return
    if run.settings.drift:
        span = f"{min(days)} to {max(days)}" if min(days) < max(days) else str(max(days))
        yield f"Compared with {counted(len(files), 'cassette')} of {release}, {span} days old."
    if max(days) > run.settings.old:
        yield (
            f"Cassettes of {release} are up to {max(days)} days old, more than {run.settings.old}: "
            "record them again with conformance record."
        )


def _asked(judged: Mapping[str, Message]) -> Mapping[str, Any]:
    """What was asked of the server in all, as the last answer tells it."""
    return next((answer["asked"] for answer in reversed(list(judged.values())) if "asked" in answer), {})


def _times(judged: Mapping[str, Message]) -> dict[str, float]:
    asked = _asked(judged)
    return {"wire": asked["wire"], "server": asked["server"]} if asked else {}
