"""A server of a named release: made once, started for a run, gone afterwards, whatever ends the run."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import httpx
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from conformance.errors import EnvironmentFailed, UsageError
from conformance.servers.connect import connect, server_kind
from conformance.servers.run_folders import ABOUT, Tell, run_folder
from conformance.servers.server import Server
from conformance.targets.cache import cache_key, cache_root, get_or_make
from conformance.targets.environment_builder import EnvironmentBuilder
from conformance.targets.target import ServerKind, Target

EMAIL: Final = "suite@conformance.test"
START_SECONDS: Final = 300.0
HEALTH_SECONDS: Final = 30.0  # for one answer
PREPARE_SECONDS: Final = 1200.0
STOP_SECONDS: Final = 20.0
PAUSE_SECONDS: Final = 0.05
LAST_LINES: Final = 12
DATA: Final = "data"
LOG: Final = "server.log"
# What a process needs to run at all. Nothing else of the user's reaches the server, which reads dozens of variables.
_INHERITED: Final = frozenset({"PATH", "LANG", "LC_ALL", "SYSTEMROOT", "PATHEXT", "COMSPEC", "LD_LIBRARY_PATH"})


@contextmanager
def start(version: str, target: Target, tell: Tell, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server of a release (or `latest`) on a free port of the loopback interface, with a user and data of its own.

    `settings` are environment variables for it. When the block is left, or this process dies, nothing of it remains.
    Raises UsageError: there is no such release. Raises EnvironmentFailed: it cannot be installed or does not start.
    """
    kind = server_kind(target)
    workshop = EnvironmentBuilder(kind.distribution, tuple(sorted(kind.requirements)), tell)
    release = _release(version, workshop)
    python = workshop.python_for_release(release)
    name = f"{kind.distribution} {release}"
    template = _template(python, kind, name, tell)
    with run_folder(tell) as folder:
        shutil.copytree(template / DATA, folder / DATA)
        token, second_token = secrets.token_hex(20), secrets.token_hex(20)
        users = {"email": EMAIL, "token": token, "second_token": second_token}
        tell(f"starting {name}")
        with _launched([python, kind.launcher, "serve", folder], folder, users, settings or {}) as process:
            url = _wait(process, folder, kind, name, (token, second_token))
            yield replace(connect(url, target, token, managed=True), second_token=second_token)


def _release(version: str, workshop: EnvironmentBuilder) -> str:
    if version == "latest":
        return workshop.release(SpecifierSet())
    try:
        return str(Version(version))
    except InvalidVersion:
        raise UsageError(
            f"server {version!r}: this is no release of {workshop.distribution}.\n"
            "  Allowed: a release, for example 1.23.2, or latest."
        ) from None


def _template(python: Path, kind: ServerKind, name: str, tell: Tell) -> Path:
    """A folder with the data of a server that nobody has used: migrations take most of a start, and are made once."""
    environment = python.parents[2].name  # a lock of its own for each
    folder = cache_root() / "servers" / "templates" / environment / cache_key(kind.launcher.read_text(encoding="utf-8"))

    def make(staging: Path) -> None:
        tell(f"preparing a database for {name} (once; it is kept in the cache)")
        with _launched([python, kind.launcher, "prepare", staging], staging, {}, {}) as process:
            try:
                status = process.wait(PREPARE_SECONDS)
            except subprocess.TimeoutExpired:
                raise _failed(name, f"its database was not ready in {PREPARE_SECONDS:.0f} s", staging) from None
            if status != 0:
                raise _failed(name, f"its database could not be made (status {status})", staging)
        (staging / DATA / ".env").unlink(missing_ok=True)  # the key that signs sessions: each server makes its own

    return get_or_make(folder, ready=lambda made: (made / DATA).is_dir(), make=make, progress=tell)


@contextmanager
def _launched(
    command: list[Path | str], folder: Path, users: Mapping[str, str], settings: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """The launcher, for as long as the block lasts. It ends by itself when its standard input closes."""
    environment = {name: value for name, value in os.environ.items() if name.upper() in _INHERITED}
    temporary = folder / DATA / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    environment |= {"HOME": str(folder / DATA), "TMPDIR": str(temporary), "TZ": "UTC", "PYTHONNOUSERSITE": "1"}
    environment["PYTHONHASHSEED"] = "0"  # it sends what it holds in sets, and recordings are compared
    with (folder / LOG).open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  our own script, in the environment made for the server
            command,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**environment, **settings},
            start_new_session=True,  # Ctrl-C is for us
        )
    try:
        _hand_over(process, json.dumps(users))
        yield process
    finally:
        _stop(process)


def _hand_over(process: subprocess.Popen[bytes], line: str) -> None:
    with suppress(BrokenPipeError):  # it has ended already; whoever waits for it tells why
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


def _wait(process: subprocess.Popen[bytes], folder: Path, kind: ServerKind, name: str, hidden: Sequence[str]) -> str:
    """The address, once the server says that it is well."""
    begun = time.monotonic()
    with httpx.Client(trust_env=False, timeout=HEALTH_SECONDS) as client:
        while time.monotonic() - begun < START_SECONDS:
            status = process.poll()
            if status is not None:
                seconds = time.monotonic() - begun
                raise _failed(name, f"it ended with status {status} after {seconds:.0f} s", folder, hidden)
            port = _port(folder)
            if port is not None:
                url = f"http://127.0.0.1:{port}"
                with suppress(httpx.HTTPError):
                    if client.get(url + kind.health_path).status_code == 200:
                        return url
            time.sleep(PAUSE_SECONDS)
    raise _failed(name, f"it did not answer GET {kind.health_path} with 200 in {START_SECONDS:.0f} s", folder, hidden)


def _port(folder: Path) -> int | None:
    try:
        port = json.loads((folder / ABOUT).read_text(encoding="utf-8"))["port"]
    except (OSError, ValueError, KeyError):
        return None
    return port if isinstance(port, int) else None


def _failed(name: str, why: str, folder: Path, hidden: Sequence[str] = ()) -> EnvironmentFailed:
    text = (folder / LOG).read_text(encoding="utf-8", errors="replace")
    for secret in hidden:
        text = text.replace(secret, "…")
    lines = [line.rstrip() for line in text.splitlines() if line.strip()][-LAST_LINES:]
    said = "\n".join(f"    {line}" for line in lines) or "    nothing"
    return EnvironmentFailed(f"{name} did not start: {why}.\n  It said last:\n{said}")
