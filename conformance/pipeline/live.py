"""Live: an SDK against a real server, operation by operation. The function to read first is `live`."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conformance.cassettes.library import age, cassettes, first
from conformance.cassettes.replay import nearest
from conformance.errors import UsageError, WorkerDied
from conformance.pipeline.concurrency import merged, opened
from conformance.pipeline.console import Progress, today
from conformance.pipeline.reporting import build_report, load_known, open_message, select
from conformance.redaction.redact import Secrets
from conformance.report.files import check_paths
from conformance.report.known import Known
from conformance.report.report import Report
from conformance.servers.choose import choose_server
from conformance.servers.connect import server_kind
from conformance.servers.document import document
from conformance.servers.emulators.process import emulators
from conformance.servers.ledger import new_ledger_file, read_leftovers
from conformance.servers.server import Server
from conformance.settings import LiveSettings
from conformance.targets.environment import Environment, engine_requirements, resolve
from conformance.targets.target import Target, load_target
from conformance.text import counted
from conformance.workers.pool import Message, WorkerPool, worker_pool

if TYPE_CHECKING:
    from conformance.pipeline.fuzz import FuzzResult

MOST_SECONDS: Final = 600.0  # for one operation: a slow server answers some four hundred requests in it
LEAVING_SECONDS: Final = 30.0  # to finish the operation under way when a run is interrupted
RATE_ELSEWHERE: Final = 20  # requests in a second to a server that is not the run's own, where nothing else was asked
DEFAULTS: Final = LiveSettings()


@dataclass(frozen=True, slots=True)
class ServerSetup:
    """A server and the values of its emulators, none for a server that this run did not start."""

    server: Server
    document: Mapping[str, Any] | None
    emulators: Mapping[str, str]


@dataclass
class Shard:
    """A server and the worker that asks it: `operations` are its share, in the order they are asked in."""

    scenery: ServerSetup
    hands: WorkerPool
    opened: Message
    place: Message
    operations: Sequence[str]
    urls: Sequence[str]  # the path templates of the SDK's operations


@dataclass
class LiveRun:
    """A run under way. Its lanes differ in nothing but their operations."""

    settings: LiveSettings
    target: Target
    environment: Environment
    lanes: Sequence[Shard]

    @property
    def first(self) -> Shard:
        """The lane to ask what is the same in all of them."""
        return self.lanes[0]

    @property
    def operations(self) -> list[str]:
        """All that is asked."""
        return [path for lane in self.lanes for path in lane.operations]


def live(settings: LiveSettings, progress: Progress, tell: Callable[[str], None]) -> Report:
    """Hold one SDK to its contract against a real server."""
    started = time.monotonic()
    target, known = _prepared(settings)
    judged: dict[str, Message] = {}
    extra: FuzzResult | None = None
    with live_run(settings, target, tell, {identity for entry in known for identity in entry.ids}) as run:
        ready = time.monotonic()
        with suppress(KeyboardInterrupt):
            judged.update(judge(run, run.operations, progress))
            extra = _fuzzed(run, progress) if settings.fuzz else None
        interrupted = len(judged) < len(run.operations) or (settings.fuzz and extra is None)
        report = report_of(run, judged, known, extra, interrupted=interrupted)
    report.times.update(start=ready - started, run=time.monotonic() - ready, **_times(run, judged))
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
    # other draws meet other deviations: only the default ones can show that one no longer happens
    usual = (settings.seed, settings.examples, settings.drift) == (DEFAULTS.seed, DEFAULTS.examples, False)
    # what the SDK is known for by itself is met here too, but not looked for everywhere
    return target, load_known(settings, target.live_known_file, target.known_file, strict=usual)


@contextmanager
def live_run(
    settings: LiveSettings, target: Target, tell: Callable[[str], None], accepted: Collection[str] = ()
) -> Iterator[LiveRun]:
    """Servers that answer and workers that are ready to ask them. All end with the block.

    Findings with the ids `accepted` are told as they are first met: nothing is asked to make them smaller.
    """
    environment = resolve(
        settings.sdk, target, approved=settings.approved, engine=engine_requirements(spec=True), progress=tell
    )
    tell = _once(tell)
    count = _lanes(settings)
    openings = [
        partial(_lane, settings, target, environment, (number, count), accepted, tell) for number in range(count)
    ]
    with opened(openings) as lanes:
        scenery, place = lanes[0].scenery, lanes[0].place
        urls = " and ".join(lane.scenery.server.url for lane in lanes)
        tell(
            f"asking {target.distribution} {lanes[0].opened['version']} about {scenery.server.edition} "
            f"{scenery.server.version} at {urls}, {place['mode']}, at most {settings.requests} requests"
            + (f", {place['rate']} in a second" if place["rate"] else "")
        )
        yield LiveRun(settings, target, environment, lanes)
        if not scenery.server.managed:  # one that is goes as a whole
            lanes[0].hands.dismiss({"do": "leave"}, LEAVING_SECONDS)
            _tell_what_is_left(place, tell)


def _lanes(settings: LiveSettings) -> int:
    """How many servers there are: one is enough for operations that are named one by one."""
    named = bool(settings.operation) and not any(set(glob) & set("*?[") for glob in settings.operation)
    return 1 if settings.url is not None or named else settings.servers


def _once(tell: Callable[[str], None]) -> Callable[[str], None]:
    """What several servers have to say is said once."""
    open_message: set[str] = set()

    def telling(text: str) -> None:
        if text not in open_message:
            open_message.add(text)
            tell(text)

    return telling


@contextmanager
def _lane(
    settings: LiveSettings,
    target: Target,
    environment: Environment,
    share: tuple[int, int],
    accepted: Collection[str],
    tell: Callable[[str], None],
) -> Iterator[Shard]:
    """A server that answers and a worker that is ready to ask it its share: which of how many."""
    with ExitStack() as ending:
        scenery = ending.enter_context(_scenery(settings, target, tell))
        hands = ending.enter_context(worker_pool(environment, _opening(settings, target, scenery, accepted)))
        began = hands.open()
        place = _place(settings, scenery, select(began["paths"], settings.operation), share)
        placed = hands.ask(place)
        yield Shard(scenery, hands, began, place, placed["operations"], placed["urls"])


def _tell_what_is_left(place: Message, tell: Callable[[str], None]) -> None:
    """Say where something was left on a server that was there before, and how it is removed."""
    file = None if place["ledger"] is None else Path(place["ledger"])
    if file is not None and file.exists() and (found := read_leftovers(file)) and (found.items or found.unfinished):
        tell(f"something may be left on {found.server}: remove it with conformance live --sweep --url {found.server}")


@contextmanager
def _scenery(settings: LiveSettings, target: Target, tell: Callable[[str], None]) -> Iterator[ServerSetup]:
    """The server of the settings, started or found, and its own document."""
    file = None if settings.token_file is None else Path(settings.token_file)
    with ExitStack() as ending:
        beside = None if settings.server is None else ending.enter_context(emulators(tell))
        server = ending.enter_context(
            choose_server(
                target, tell, version=settings.server, url=settings.url, token_file=file,
                settings=None if beside is None else beside.environment(server_kind(target).emulator_environment),
            )
        )  # fmt: skip
        values = {} if beside is None else dict(beside)
        yield ServerSetup(server, document(server, target), values)


def _opening(settings: LiveSettings, target: Target, scenery: ServerSetup, accepted: Collection[str]) -> Message:
    """What a worker is told when it opens the SDK."""
    return {**open_message(settings, target), "document": scenery.document, "accepted": sorted(accepted)}


def _place(settings: LiveSettings, scenery: ServerSetup, operations: Sequence[str], share: tuple[int, int]) -> Message:
    """What a worker is told of the server."""
    server = scenery.server
    mode = settings.mode or ("owned" if server.managed else "read-only")
    # On a server of the run's own nothing has to be told apart from other runs, and names are the same each time.
    tag = str(settings.seed) if server.managed else secrets.token_hex(3)
    folder = cassettes_folder(settings)
    return {
        "do": "place",
        "server": asdict(server),
        "mode": mode,
        "tag": tag,
        "ledger": None if server.managed or mode == "read-only" else str(new_ledger_file(tag)),
        "emulators": dict(scenery.emulators),
        "requests": settings.requests // share[1],
        "rate": settings.rate or (0 if server.managed else RATE_ELSEWHERE),
        "cassettes": None if folder is None else str(folder.resolve()),
        "compared": server.version if folder is None else _compared(folder, settings, server),
        "drift": settings.drift,
        "date": today().isoformat(),
        "operations": list(operations),
        "share": list(share),
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


def judge(run: LiveRun, operations: Collection[str], progress: Progress) -> Iterator[tuple[str, Message]]:
    """What the workers answer for each operation, as it comes."""
    shares = [[path for path in lane.operations if path in operations] for lane in run.lanes]
    answers = merged([_judged(lane, share) for lane, share in zip(run.lanes, shares, strict=True)])
    for number, (path, answer) in enumerate(answers, start=1):
        yield path, answer
        progress(number, len(operations), path)


def _judged(lane: Shard, operations: Sequence[str]) -> Iterator[tuple[str, Message]]:
    """What a worker answers for each operation, one after the other: a server keeps what it was told."""
    for path in operations:
        try:
            answer = lane.hands.insist({"do": "live", "operation": path}, MOST_SECONDS)
        except WorkerDied as died:
            answer = {"died": Secrets((lane.scenery.server.token,)).redact_text(str(died))}
            lane.hands.insist(lane.place, MOST_SECONDS)  # the worker that takes over has to know the server
        yield path, answer


def _fuzzed(run: LiveRun, progress: Progress) -> FuzzResult:
    """Schemathesis' share, on a server where one of everything is."""
    from conformance.pipeline.fuzz import run_fuzz  # noqa: PLC0415  # Schemathesis takes a second to import

    lane = run.first
    there = lane.hands.insist({"do": "populate"}, MOST_SECONDS)
    assert lane.scenery.document is not None  # noqa: S101  # insisted on when the run began
    return run_fuzz(
        lane.scenery.server, run.target, lane.scenery.document, there["paths"], there["ids"], there["dangerous"],
        run.settings.seed, progress,
    )  # fmt: skip


def report_of(
    run: LiveRun,
    judged: Mapping[str, Message],
    known: tuple[Known, ...],
    extra: FuzzResult | None = None,
    *,
    interrupted: bool,
    notes: Sequence[str] = (),
) -> Report:
    """The report of what the worker answered."""
    server = run.first.scenery.server
    if extra is not None:
        sent = f"{counted(extra.requests, 'request')} for {counted(extra.operations, 'operation')} of the document"
        notes = (*notes, f"Schemathesis sent {sent}.")
    report = build_report(
        "live", run.settings, run.target, run.environment, run.first.opened, judged, known,
        extra=() if extra is None else extra.findings, notes=(*_notes(run, judged), *notes),
        interrupted=interrupted, server_version=server.version,
    )  # fmt: skip
    return replace(report, server=f"{server.edition} {server.version}", mode=run.first.place["mode"])


def _notes(run: LiveRun, judged: Mapping[str, Message]) -> Iterator[str]:
    if run.first.scenery.document is None:
        yield "The server publishes no OpenAPI document: nothing is held to one."
    asked = _asked(run, judged)
    yield from _ages(run)
    if asked:
        yield f"{counted(int(asked['requests']), 'request')} sent, at most {run.settings.requests} allowed."
    if asked.get("gone"):
        yield "The server stopped answering: what came after that could not be asked."


def _ages(run: LiveRun) -> Iterator[str]:
    """What was compared with, and whether it is old."""
    folder = cassettes_folder(run.settings)
    if folder is None:
        return
    release, target = run.first.place["compared"], run.target.name
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


def _asked(run: LiveRun, judged: Mapping[str, Message]) -> dict[str, float]:
    """What was asked of the servers in all, as the last answer of each tells it."""
    last: dict[int, Mapping[str, float]] = {}
    for number, lane in enumerate(run.lanes):
        for path in lane.operations:
            if "asked" in (answer := judged.get(path, {})):
                last[number] = answer["asked"]
    return {key: sum(each[key] for each in last.values()) for key in next(iter(last.values()), {})}


def _times(run: LiveRun, judged: Mapping[str, Message]) -> dict[str, float]:
    """Seconds on the wire and of the server's own, on the average of the servers: they work at the same time."""
    asked = _asked(run, judged)
    return {each: asked[each] / len(run.lanes) for each in ("wire", "server")} if asked else {}
