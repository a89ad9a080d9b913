"""The notes about a live run besides its findings: requests sent, recordings compared, times."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.cassettes.library import age_in_days, cassette_files, load_first
from conformance.pipeline.console import today
from conformance.pipeline.live_run import LiveRun
from conformance.pipeline.run_result import Judged
from conformance.pipeline.server_setup import cassettes_folder
from conformance.servers.live_values import ServerUsage
from conformance.text import counted
from conformance.workers.messages import LiveOperationJudged


def live_notes(run: LiveRun, judged: Judged) -> Iterator[str]:
    """Notes on the document, the recordings and the requests."""
    if run.first.setup.document is None:
        yield "The server publishes no OpenAPI document, so no check compares with one."
    yield from _recording_notes(run)
    usages = server_usages(run, judged)
    if usages:
        sent = sum(usage.requests for usage in usages)
        yield f"{counted(sent, 'request')} sent, at most {run.settings.requests} allowed."
    if any(usage.gone for usage in usages):
        yield "The server stopped responding: the operations after that could not be tested."


def _recording_notes(run: LiveRun) -> Iterator[str]:
    """Which recordings were compared, and whether they are old."""
    folder = cassettes_folder(run.settings)
    if folder is None:
        return
    release = run.first.connect.setup.compared_release
    files = [file for file in cassette_files(folder, run.target.name) if file.parent.name == release]
    days = [age_in_days(interaction, today()) for file in files for interaction in load_first(file)]
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


def server_usages(run: LiveRun, judged: Judged) -> list[ServerUsage]:
    """The total usage of each server, from its last result."""
    usages = []
    for shard in run.shards:
        results = [judged.get(path) for path in shard.operations]
        reported = [result.usage for result in results if isinstance(result, LiveOperationJudged)]
        usages += reported[-1:]
    return usages


def server_times(run: LiveRun, judged: Judged) -> dict[str, float]:
    """Seconds that requests took, and of these the server's own, on the average of servers that work in parallel."""
    usages = server_usages(run, judged)
    if not usages:
        return {}
    return {
        "wire": sum(usage.wire_seconds for usage in usages) / len(run.shards),
        "server": sum(usage.server_seconds for usage in usages) / len(run.shards),
    }
