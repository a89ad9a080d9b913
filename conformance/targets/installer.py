"""Runs `uv` and explains its failures."""

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
from conformance.extras import install_command
from conformance.redaction.text import without_url_credentials

Reason = Literal["unreachable", "unknown", "failed"]

_TIMEOUT_SECONDS = 1800
_LAST_LINES = 6

# Messages of uv since 0.5. The first two mean that uv was offline, the others that the index did not respond.
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
_FRAMES = re.compile(r"^[\s\u00d7│├╰─▶]+", re.MULTILINE)  # older versions of uv print boxes


@dataclass(frozen=True, slots=True)
class UvFailure:
    """Why uv failed."""

    reason: Reason
    last_lines: str


@dataclass(frozen=True, slots=True)
class UvResult:
    """The output of uv, and why it failed if it did."""

    output: str
    failure: UvFailure | None = None


def find_uv() -> str:
    """The path of uv: from the Python package if it is installed, else of the command.

    Raises EnvironmentFailed: uv is not installed.
    """
    try:
        from uv import find_uv_bin  # noqa: PLC0415  uv is an optional dependency

        return find_uv_bin()
    except (ImportError, FileNotFoundError):
        found = shutil.which("uv")
    if found is None:
        raise EnvironmentFailed(
            "uv is not installed; it creates the environments of releases and wheels.\n"
            f"  Install it with: {install_command('releases')}\n  Or test the installed SDK: --sdk installed."
        )
    return found


def run_uv(arguments: Sequence[str], distribution: str, *, given: str = "") -> UvResult:
    """Run uv with `given` on its standard input. `distribution` is the one that a failure would be about.

    Raises EnvironmentFailed: uv is missing, cannot be started or does not end.
    """
    command = [find_uv(), *arguments]
    try:
        # No shell; every argument comes from this package or was parsed as a version, a requirement or a path.
        done = subprocess.run(  # noqa: S603
            command,
            cwd=tempfile.gettempdir(),  # not in a project whose [tool.uv] would change the installation
            env=_quiet_environment(),
            input=given,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except OSError as error:
        raise EnvironmentFailed(f"uv cannot be started: {error}.\n  Next: reinstall uv.") from error
    except subprocess.TimeoutExpired:
        raise EnvironmentFailed(
            f"uv did not finish within {_TIMEOUT_SECONDS // 60} minutes: uv {' '.join(arguments[:2])}.\n"
            "  Next: check the network, then try again."
        ) from None
    if done.returncode == 0:
        return UvResult(done.stdout)
    return UvResult(done.stdout, explain_failure(done.stderr, distribution))


def explain_failure(stderr: str, distribution: str) -> UvFailure:
    """Determine from the output of uv whether the index is unreachable, the release unknown, or neither."""
    plain = _FRAMES.sub("", without_url_credentials(stderr))
    sentence = " ".join(plain.split()).lower()  # older versions of uv wrap lines
    name = rf"(?<![\w-]){re.escape(canonicalize_name(distribution))}(?![\w-])"  # not a longer name
    unknown = (
        rf"there (is|are) no versions? of {name}|only {name}\S* is available"
        rf"|only the following versions of {name} are available|{name} was not found in the"
    )
    reason: Reason = "failed"
    # The order matters: when offline, uv also reports that there is no such version.
    if any(phrase in sentence for phrase in _UNREACHABLE):
        reason = "unreachable"
    elif re.search(unknown, sentence):
        reason = "unknown"
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    return UvFailure(reason, "\n".join(f"    {line}" for line in lines[-_LAST_LINES:]))


def _quiet_environment() -> dict[str, str]:
    # uv starts its own interpreter: the user's PYTHONHOME and similar variables must not reach it.
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("PYTHON")}
    return {**inherited, "NO_COLOR": "1", "UV_NO_PROGRESS": "1", "UV_PYTHON_DOWNLOADS": "never"}
