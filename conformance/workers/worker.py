"""Worker: the process that imports the SDK under test. Run by the pipeline as `python -m conformance.workers`.

It reads one JSON object a line from standard input and writes one a line to standard output. What the SDK itself prints
goes to standard error.

    {"do": "open", ...settings}            -> {"version": ..., "paths": [...], "spec": ..., "undescribed": [...]}
    {"do": "judge", "operation": PATH}     -> {"coverage": {...}, "findings": [...]}
    {"do": "place", ...server}             -> {"operations": [...]}  in the order to be judged in
    {"do": "live", "operation": PATH}      -> {"coverage": {...}, "findings": [...], "interactions": "...", ...}
    {"do": "populate"}                     -> {"ids": {...}, ...}  one of everything is made on the server
    {"do": "leave"}                        -> {}  what is above is over
    {"do": "contract"}                     -> {"contract": "..."}
    {"do": "try", ...attempt}              -> {...outcome}
    {"do": "promise", "contracts": [OLD, NEW], "side": "old" or "new", ...}  -> {}
    {"do": "observe", "operation": PATH, "recorded": [...]}  -> see conformance.upgrade.observe.observation
    {"do": "observe", "operation": "(package)"}              -> {"timeout": ..., "server": ..., ...}

An error that a user can act on is answered as {"error": {"status": N, "message": "..."}}.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from conformance.cassettes.library import recordings, sources
from conformance.contract import store
from conformance.contract.document import Document, load_document, read_document
from conformance.contract.extract import extract
from conformance.contract.model import Contract
from conformance.errors import ConformanceError, UsageError
from conformance.finding import PACKAGE
from conformance.targets.client import Sdk, import_sdk
from conformance.targets.target import Target, load_target
from conformance.upgrade.witness.outcome import ScriptedSnippet
from conformance.upgrade.witness.snippet_runner import SnippetRunner


class Worker:
    """Answers the pipeline's requests for one imported SDK."""

    def __init__(self) -> None:
        self.sdk: Sdk | None = None
        self.engine: Any = None
        self.trials: SnippetRunner | None = None
        self.observer: Any = None
        self.live: Any = None

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """One answer for one request."""
        match asked["do"]:
            case "open":
                return self._open(asked)
            case "judge":
                return self._judge(asked["operation"])
            case "place":
                return self._place(asked)
            case "live":
                return dict(self.live.answer(asked["operation"]))
            case "populate":
                return dict(self.live.populate())
            case "leave":
                self.live.close()
                return {}
            case "contract":
                return {"contract": store.to_json(extract(self._imported()))}
            case "try":
                return self._try(asked)
            case "promise":
                return self._promise(asked)
            case "observe":
                if asked["operation"] == PACKAGE:
                    return dict(self.observer.client_defaults())
                return dict(self.observer.observe(asked["operation"], asked.get("recorded", ())))
        raise ValueError(f"a worker cannot do {asked['do']!r}")

    def _imported(self) -> Sdk:
        if self.sdk is None:
            raise ValueError("open comes first")
        return self.sdk

    def _open(self, asked: dict[str, Any]) -> dict[str, Any]:
        target = load_target(asked["target"])
        self.sdk = import_sdk(target)
        if not asked["judge"]:
            return {"version": self.sdk.version, "approved": None}
        approved = _approved(target, asked["approved"] or self.sdk.version, given=bool(asked["approved"]))
        from conformance.judging.context import build_context  # Hypothesis: a contract is written without it
        from conformance.offline.engine import OfflineEngine

        document = _document(asked, target)
        folder = asked.get("cassettes")
        recorded = recordings(Path(folder), target.name, required=True) if folder else {}
        context = build_context(
            self.sdk, approved, examples=asked["examples"], seed=asked["seed"], known=asked["accepted"],
            document=document,
        )  # fmt: skip
        self.engine = OfflineEngine(context, recorded)
        return {
            "version": self.sdk.version,
            "approved": None if approved is None else approved.version,
            "paths": self.engine.paths(),
            "spec": None if document is None else f"{document.title} {document.version}".strip(),
            "undescribed": [path for path in self.engine.paths() if document and path not in context.specs],
            "recorded": sources(recorded),
        }

    def _place(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Against which server what is judged from now on."""
        from conformance.live.session import LiveSession  # Hypothesis and the extra `openapi`

        self.live = LiveSession(self.engine.context, asked)
        return {"operations": self.live.order(asked["operations"], tuple(asked["share"])), "urls": self.live.urls}

    def _promise(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The two contracts that calls and answers are made from, as text, and which of the two releases this is."""
        from conformance.upgrade.observe.observer import Observer  # Hypothesis: a contract is written without it
        from conformance.upgrade.observe.renames import Renames

        old, new = (store.from_json(text) for text in asked["contracts"])
        self.observer = Observer(
            self._imported(), (old, new), asked["side"], Renames.from_json(asked["renamed"]),
            examples=asked["examples"], seed=asked["seed"],
        )  # fmt: skip
        return {}

    def _try(self, asked: dict[str, Any]) -> dict[str, Any]:
        if self.trials is None:
            self.trials = SnippetRunner(self._imported())
        return self.trials.run(ScriptedSnippet.from_json(asked)).to_json()

    def _judge(self, operation: str) -> dict[str, Any]:
        judged = self.engine.judge_package() if operation == PACKAGE else self.engine.judge_operation(operation)
        return {
            "coverage": judged.coverage.to_json(),
            "findings": [finding.to_json() for finding in judged.findings],
        }


def _document(asked: Mapping[str, Any], target: Target) -> Document | None:
    """The OpenAPI document to compare with: a server's own, or the file that the user gave."""
    extensions = target.spec_extensions
    if asked.get("document") is not None:
        return read_document(asked["document"], extensions, "of the server")
    return None if asked.get("spec") is None else load_document(Path(asked["spec"]), extensions)


def _approved(target: Target, name: str, *, given: bool) -> Contract | None:
    """The approved contract of a release, or of a file; None for a release without one, unless it was named."""
    file = Path(name) if name.endswith(".json") else target.approved_file(name)
    if not file.exists() and not given:
        return None
    if not file.exists() and not name.endswith(".json"):
        have = ", ".join(target.approved_releases()) or "none"
        raise UsageError(f"--approved {name}: there is no approved contract of {name}.\n  There are: {have}.")
    return store.load(file)


LAST_SECONDS = 2.0  # for what is under way when the pipeline has gone


def heard(commands: IO[str]) -> Iterator[str]:
    """The lines of a pipe. A pipeline that was killed closes it: what is under way then ends soon as well."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def listen() -> None:
        for line in commands:
            lines.put(line)
        lines.put(None)
        threading.Event().wait(LAST_SECONDS)  # while a call of the SDK runs, `time.sleep` is a virtual clock's
        os._exit(1)

    threading.Thread(target=listen, daemon=True).start()
    while (line := lines.get()) is not None:
        yield line


def serve(commands: Iterable[str], answers: IO[str]) -> None:
    """Answer until the pipeline closes its end."""
    worker = Worker()
    for line in commands:
        try:
            answer = worker.answer(json.loads(line))
        except ConformanceError as error:
            answer = {"error": {"status": error.exit_status, "message": str(error)}}
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
        answers.flush()
    if worker.sdk is not None:
        worker.sdk.close()


def main() -> None:
    """Keep standard output for the answers alone, and leave Ctrl-C to the pipeline, which ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    with answers:
        serve(heard(sys.stdin), answers)
