"""The source of this package in jobs of CI: the place that it was installed from here, if a job can reach that.

Installers note the place in `direct_url.json` (PEP 610), unless it was a package index. Passwords and tokens in
addresses are left out.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urlsplit

from conformance.errors import UsageError
from conformance.extras import DISTRIBUTION
from conformance.pipeline.console import tool_version

EXTRAS: Final = "upgrade,openapi"
_NAMED: Final = f"{DISTRIBUTION}[{EXTRAS}]"
_URL: Final = re.compile(r"(?:git\+)?(?:https?|ssh)://")
_PACKAGE: Final = re.compile(
    rf"{re.escape(DISTRIBUTION)}\s*(?:\[[\w,.\s-]*\])?\s*(?:@\s*(?P<address>\S+)|(?P<version>[=<>!~].*))?"
)
_SCP: Final = re.compile(r"(?:[\w.-]+@)?(?P<host>[\w.-]+):(?P<path>(?!/)\S+)")  # git@github.com:owner/name.git


@dataclass(frozen=True, slots=True)
class SuiteSource:
    """The requirement that pip installs in a job, and what has to be done before that works: "" for nothing."""

    requirement: str
    first: str = ""


def given_source(text: str, folder: Path) -> SuiteSource:
    """The source that a user names: a requirement, a URL, or a file or folder of the project. Raises UsageError."""
    text = text.strip()
    named = _PACKAGE.fullmatch(text)
    address = named["address"] if named is not None else text if _URL.match(text) else None
    if address is not None and _without_secrets(urlsplit(address)) != address:
        raise UsageError(
            "init --suite: the URL holds a user name, a password or a query, which do not belong in a workflow.\n"
            "  Next: leave them out, and let the job get them from a secret."
        )
    if address is not None:
        return SuiteSource(f"{_NAMED} @ {address}")
    if named is not None:
        return SuiteSource(_NAMED + (named["version"] or ""))
    if (folder / text).exists():
        inside = _inside(folder / text, folder)
        if inside is not None:
            return SuiteSource(inside)
    raise UsageError(
        f"init --suite {text}: a job of CI cannot install that.\n"
        f"  Allowed: a requirement ({DISTRIBUTION}=={tool_version()}), a URL (git+https://HOST/PATH@COMMIT or "
        "https://HOST/FILE.whl), or a wheel or folder inside this project, relative to it."
    )


def installed_source(folder: Path) -> SuiteSource:
    """The source that this package was installed from here, as jobs of the project in `folder` can reach it."""
    noted = _direct_url()
    if noted is None:
        return SuiteSource(_released())
    url = urlsplit(noted["url"])
    if "vcs_info" in noted:
        commit = noted["vcs_info"]["commit_id"]
        return _at_commit(noted["url"], commit, noted.get("subdirectory", "")) or _unreachable()
    if url.scheme == "file":
        place = Path(unquote(url.path))
        inside = _inside(place, folder)
        found = SuiteSource(inside) if inside is not None else _of_clone(place) if place.is_dir() else None
        return found or _unreachable()
    if _without_secrets(url) != noted["url"]:
        return _unreachable()
    hashes = noted.get("archive_info", {}).get("hashes", {})
    fragment = f"#sha256={hashes['sha256']}" if "sha256" in hashes else ""
    return SuiteSource(f"{_NAMED} @ {noted['url']}{fragment}")


def _direct_url() -> dict[str, Any] | None:
    """The note of the installer, None where the package came from an index. A copied folder is its own place."""
    try:
        text = importlib.metadata.distribution(DISTRIBUTION).read_text("direct_url.json")
    except importlib.metadata.PackageNotFoundError:
        return {"url": Path(__file__).resolve().parents[2].as_uri(), "dir_info": {}}
    return None if text is None else dict(json.loads(text))


def _released() -> str:
    return f"{_NAMED}=={tool_version()}"


def _unreachable() -> SuiteSource:
    """For a place that only this machine has; its path stays out of the workflow, which others read."""
    return SuiteSource(
        _released(),
        "the package was installed here from a place that no job can reach.\n"
        f"Publish {DISTRIBUTION} {tool_version()} on a package index that your jobs use, or name what they can reach:\n"
        "`conformance init --suite git+https://HOST/PATH@COMMIT`, or a wheel that you commit: `--suite PATH.whl`.",
    )


def _inside(place: Path, folder: Path) -> str | None:
    """The path of a file or folder of the project as pip takes it; None where it is elsewhere."""
    try:
        relative = place.resolve().relative_to(folder.resolve())
    except ValueError:
        return None
    return f"./{relative.as_posix()}[{EXTRAS}]" if relative.parts else None


def _of_clone(place: Path) -> SuiteSource | None:
    """The commit of a clone in the repository that it was cloned from."""
    if Path(_git(place, "rev-parse", "--show-toplevel") or "/").resolve() != place.resolve():
        return None  # an unpacked copy; the repository around it is another one
    origin, commit = _git(place, "remote", "get-url", "origin"), _git(place, "rev-parse", "HEAD")
    source = _at_commit(origin, commit, "") if origin and commit else None
    if source is not None and not _git(place, "branch", "--remotes", "--contains", commit):
        return SuiteSource(source.requirement, f"push the commit {commit[:12]} of the clone to its repository.")
    return source


def _at_commit(address: str, commit: str, subdirectory: str) -> SuiteSource | None:
    """A commit of a repository; None where only this machine can reach that."""
    scp = None if "://" in address else _SCP.fullmatch(address)
    url = urlsplit(f"ssh://git@{scp['host']}/{scp['path']}" if scp else address)
    if url.scheme == "ssh" and url.hostname == "github.com":  # a job has no key, and reads public repositories without
        url = url._replace(scheme="https", netloc="github.com")
    if url.scheme not in {"https", "http", "ssh"} or not url.hostname:
        return None
    fragment = f"#subdirectory={subdirectory}" if subdirectory else ""
    return SuiteSource(f"{_NAMED} @ git+{_without_secrets(url)}@{commit}{fragment}")


def _without_secrets(url: SplitResult) -> str:
    """The address without what may be a secret: of SSH the user name stays, which is the same for all."""
    user = f"{url.username}@" if url.username and url.scheme.endswith("ssh") else ""
    return url._replace(netloc=user + url.netloc.rpartition("@")[2], query="").geturl()


def _git(folder: Path, *arguments: str) -> str:
    """The output of git, "" where it fails or does not exist."""
    program = shutil.which("git")
    if program is None:
        return ""
    command = [program, "-C", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # git, without a shell
    return done.stdout.strip() if done.returncode == 0 else ""
