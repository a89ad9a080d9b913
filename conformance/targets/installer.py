"""The door to `uv`: finds it, asks it, and tells apart why it refused."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from packaging.utils import canonicalize_name

from conformance.errors import EnvironmentFailed
from conformance.redaction.text import without_url_credentials

Reason = Literal["unreachable", "unknown", "failed"]

_PATIENCE_SECONDS = 1800
_LAST_LINES = 6

# Sentences of uv, from 0.5 on. The first two say that uv was offline, the others that the index did not answer.
_UNREACHABLE = (
    "network was disabled",
    "network connectivity is disabled",
    "failed to fetch",
    "error sending request",
    "could not connect",
    "dns error",
    "request failed after",
    "operation timed out",
)
_FRAMES = re.compile(r"^[\s\u00d7│├╰─▶]+", re.MULTILINE)  # older versions of uv draw boxes


@dataclass(frozen=True, slots=True)
class UvFailure:
    """Why uv did not do what it was asked to do."""

    reason: Reason
    last_lines: str


@dataclass(frozen=True, slots=True)
class UvResult:
    """What uv answered: what it printed, and a refusal if it failed."""

    output: str
    refusal: UvFailure | None = None


def find_uv() -> str:
    """The path of uv: of the Python package if it is installed, else of the command.

    Raises EnvironmentFailed: there is none.
    """
    try:
        from uv import find_uv_bin  # noqa: PLC0415  uv is an optional dependency

        return find_uv_bin()
    except (ImportError, FileNotFoundError):
        found = shutil.which("uv")
    if found is None:
        raise EnvironmentFailed(
            "uv is not installed; it makes the environments that releases and wheels run in.\n"
            "  Next: pip install 'label-studio-conformance[releases]', or test what is installed with --sdk installed."
        )
    return found


def run_uv(arguments: Sequence[str], distribution: str, *, given: str = "") -> UvResult:
    """Run uv with `given` on its standard input; `distribution` is what a refusal would be about.

    Raises EnvironmentFailed: uv is missing, cannot be started or does not end.
    """
    command = [find_uv(), *arguments]
    try:
        # No shell; every argument is made in this package or was parsed as a version, a requirement or a path.
        done = subprocess.run(  # noqa: S603
            command,
            cwd=tempfile.gettempdir(),  # away from a project whose [tool.uv] would change what is installed
            env=_quiet_environment(),
            input=given,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except OSError as error:
        raise EnvironmentFailed(f"uv cannot be started: {error}.\n  Next: reinstall uv.") from error
    except subprocess.TimeoutExpired:
        raise EnvironmentFailed(
            f"uv did not finish within {_PATIENCE_SECONDS // 60} minutes: uv {' '.join(arguments[:2])}.\n"
            "  Next: check the network, then try again."
        ) from None
    if done.returncode == 0:
        return UvResult(done.stdout)
    return UvResult(done.stdout, explain_failure(done.stderr, distribution))


def explain_failure(stderr: str, distribution: str) -> UvFailure:
    """Tell from what uv printed whether the index was unreachable, the release is unknown, or something else failed."""
    plain = _FRAMES.sub("", without_url_credentials(stderr))
    sentence = " ".join(plain.split()).lower()  # older versions of uv wrap lines
    name = rf"(?<![\w-]){re.escape(canonicalize_name(distribution))}(?![\w-])"  # not one that begins alike
    unknown = (
        rf"there (is|are) no versions? of {name}|only {name}\S* is available"
        rf"|only the following versions of {name} are available|{name} was not found in the"
    )
    reason: Reason = "failed"
    # The order matters: an uv that is offline also says that there is no such version.
    if any(phrase in sentence for phrase in _UNREACHABLE):
        reason = "unreachable"
    elif re.search(unknown, sentence):
        reason = "unknown"
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    return UvFailure(reason, "\n".join(f"    {line}" for line in lines[-_LAST_LINES:]))


def _quiet_environment() -> dict[str, str]:
    # uv starts an interpreter of its own, which the user's PYTHONHOME and the like are not meant for.
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("PYTHON")}
    return {**inherited, "NO_COLOR": "1", "UV_NO_PROGRESS": "1", "UV_PYTHON_DOWNLOADS": "never"}
