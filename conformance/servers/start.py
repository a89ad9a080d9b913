"""Starts a server of a release for one run. Its database is prepared once, and nothing remains however the run ends."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import httpx
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from conformance.errors import EnvironmentFailed, UsageError
from conformance.servers.connect import connect, server_kind
from conformance.servers.run_folders import SERVER_FILE, run_folder
from conformance.servers.server import Server
from conformance.targets.cache import cache_key, cache_root, get_or_make
from conformance.targets.environment_builder import EnvironmentBuilder
from conformance.targets.target import ServerKind, Target

EMAIL: Final = "suite@conformance.test"
START_SECONDS: Final = 300.0
HEALTH_SECONDS: Final = 30.0  # for one response
PREPARE_SECONDS: Final = 1200.0
STOP_SECONDS: Final = 20.0
POLL_SECONDS: Final = 0.05
LAST_LINES: Final = 12
DATA: Final = "data"
LOG: Final = "server.log"
# The variables without which no process runs. Servers read dozens of variables, and none of the user's may reach them.
_INHERITED: Final = frozenset({"PATH", "LANG", "LC_ALL", "SYSTEMROOT", "PATHEXT", "COMSPEC", "LD_LIBRARY_PATH"})


@contextmanager
def start(
    version: str, target: Target, progress: Callable[[str], None], settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run a server of a release (or `latest`) on a free port of loopback, with users and data of its own.

    `settings` are environment variables for it. At the end of the block, or of this process, everything is removed.
    Raises UsageError: no such release. Raises EnvironmentFailed: the server cannot be installed or does not start.
    """
    kind = server_kind(target)
    builder = EnvironmentBuilder(kind.distribution, tuple(sorted(kind.requirements)), progress)
    release = _release(version, builder)
    python = builder.python_for_release(release)
    name = f"{kind.distribution} {release}"
    template = _template(python, kind, name, progress)
    with run_folder(progress) as folder:
        shutil.copytree(template / DATA, folder / DATA)
        token, second_token = secrets.token_hex(20), secrets.token_hex(20)
        users = {"email": EMAIL, "token": token, "second_token": second_token}
        progress(f"starting {name}")
        command: list[Path | str] = [python, kind.launcher, "serve", folder]
        with _launch(command, folder, users=users, settings=settings or {}) as process:
            url = _wait_until_healthy(process, folder, kind, name, tokens=(token, second_token))
            yield replace(connect(url, target, token, managed=True), second_token=second_token)


def _release(version: str, builder: EnvironmentBuilder) -> str:
    if version == "latest":
        return builder.release(SpecifierSet())
    try:
        return str(Version(version))
    except InvalidVersion:
        raise UsageError(
            f"server {version!r}: not a release of {builder.distribution}.\n"
            "  Allowed: a release, for example 1.23.2, or latest."
        ) from None


def _template(python: Path, kind: ServerKind, name: str, progress: Callable[[str], None]) -> Path:
    """A folder with an unused, migrated database. Migrations take most of a start, so they run only once."""
    environment = python.parents[2].name  # each environment has a lock of its own
    folder = cache_root() / "servers" / "templates" / environment / cache_key(kind.launcher.read_text(encoding="utf-8"))

    def make(staging: Path) -> None:
        progress(f"preparing a database for {name} (once; it stays in the cache)")
        with _launch([python, kind.launcher, "prepare", staging], staging) as process:
            try:
                status = process.wait(PREPARE_SECONDS)
            except subprocess.TimeoutExpired:
                raise _start_failed(name, f"its database was not ready in {PREPARE_SECONDS:.0f} s", staging) from None
            if status != 0:
                raise _start_failed(name, f"preparing its database ended with status {status}", staging)
        (staging / DATA / ".env").unlink(missing_ok=True)  # the key that signs sessions: each server creates its own

    return get_or_make(folder, ready=lambda made: (made / DATA).is_dir(), make=make, progress=progress)


@contextmanager
def _launch(
    command: list[Path | str],
    folder: Path,
    *,
    users: Mapping[str, str] | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the launcher for the duration of the block. It ends by itself when its standard input closes."""
    temporary = folder / DATA / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name.upper() in _INHERITED}
    environment |= {"HOME": str(folder / DATA), "TMPDIR": str(temporary), "TZ": "UTC", "PYTHONNOUSERSITE": "1"}
    environment["PYTHONHASHSEED"] = "0"  # servers send the items of sets, and recordings are compared
    with (folder / LOG).open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  our own script, in the server's environment
            command,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**environment, **(settings or {})},
            start_new_session=True,  # Ctrl-C is for this process
        )
    try:
        _write_line(process, json.dumps(users or {}))
        yield process
    finally:
        _stop(process)


def _write_line(process: subprocess.Popen[bytes], line: str) -> None:
    with suppress(BrokenPipeError):  # it has ended already, which is reported by the code that waits for it
        assert process.stdin is not None  # noqa: S101
        process.stdin.write(f"{line}\n".encode())
        process.stdin.flush()


def _stop(process: subprocess.Popen[bytes]) -> None:
    try:
        if process.stdin is not None:
            with suppress(BrokenPipeError):
                process.stdin.close()
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_healthy(
    process: subprocess.Popen[bytes], folder: Path, kind: ServerKind, name: str, *, tokens: Sequence[str]
) -> str:
    """The server's URL, once its health check succeeds."""
    started = time.monotonic()
    with httpx.Client(trust_env=False, timeout=HEALTH_SECONDS) as client:
        while time.monotonic() - started < START_SECONDS:
            status = process.poll()
            if status is not None:
                seconds = time.monotonic() - started
                raise _start_failed(name, f"it ended with status {status} after {seconds:.0f} s", folder, tokens)
            port = _port(folder)
            if port is not None:
                url = f"http://127.0.0.1:{port}"
                with suppress(httpx.HTTPError):
                    if client.get(url + kind.health_path).status_code == 200:
                        return url
            time.sleep(POLL_SECONDS)
    reason = f"GET {kind.health_path} did not return 200 within {START_SECONDS:.0f} s"
    raise _start_failed(name, reason, folder, tokens)


def _port(folder: Path) -> int | None:
    try:
        port = json.loads((folder / SERVER_FILE).read_text(encoding="utf-8"))["port"]
    except (OSError, ValueError, KeyError):
        return None
    return port if isinstance(port, int) else None


def _start_failed(name: str, reason: str, folder: Path, tokens: Sequence[str] = ()) -> EnvironmentFailed:
    text = (folder / LOG).read_text(encoding="utf-8", errors="replace")
    for token in tokens:
        text = text.replace(token, "…")
    lines = [line.rstrip() for line in text.splitlines() if line.strip()][-LAST_LINES:]
    log = "\n".join(f"    {line}" for line in lines) or "    nothing"
    return EnvironmentFailed(f"{name} did not start: {reason}.\n  Last lines of its log:\n{log}")
