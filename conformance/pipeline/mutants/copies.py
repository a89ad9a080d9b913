"""Copies of an SDK, in which files can be altered, and the contract that they are checked against."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from conformance.errors import EnvironmentFailed
from conformance.pipeline.approve import approve_environment
from conformance.pipeline.check import CheckPlan, plan_check
from conformance.pipeline.console import Console
from conformance.settings import CheckSettings, MutantSettings
from conformance.targets.contents import Contents, contents_of
from conformance.targets.environment import Environment, resolve
from conformance.targets.target import Target, load_target

COMPILE_SECONDS: Final = 600


@dataclass(frozen=True, kw_only=True)
class Copied:
    """An unaltered copy of an SDK, in `folder`, and the plan to check it. `origin` is what was copied."""

    target: Target
    origin: Environment
    contents: Contents
    folder: Path
    plan: CheckPlan

    def sources(self) -> Mapping[str, str]:
        """The Python files of the package by their paths. Those that are not UTF-8 are left out."""
        prefix = f"{self.target.package.replace('.', '/')}/"
        found = {}
        for path, content in sorted(self.contents.files.items()):
            if path.startswith(prefix) and path.endswith(".py"):
                try:
                    found[path] = content.decode("utf-8").replace("\r\n", "\n")
                except UnicodeDecodeError:
                    continue
        return found

    def environment_in(self, folder: Path) -> Environment:
        """The environment of another copy, which is made in a folder."""
        shutil.copytree(self.folder, folder)
        return replace(self.plan.environment, search_path=(folder,))


def copy_sdk(settings: MutantSettings, folder: Path, console: Console) -> Copied:
    """Copy the SDK into a folder, compile it, and plan its check. Raises what resolving and reading the SDK raise.

    It is checked against the approved contract of its release; where there is none, the copy's own is learned first.
    """
    target = load_target(settings.target)
    origin = resolve(settings.sdk, target, progress=console.print_line)
    contents = contents_of(origin, target)
    sdk = folder / "sdk"
    files = dict(contents.files)
    if not contents.dist_info:  # it is installed in place, or a folder without metadata
        name = f"{target.distribution.replace('-', '_')}-{contents.version}.dist-info/METADATA"
        files[name] = contents.metadata.encode()
    for path, content in files.items():
        file = sdk / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    _compile(origin.python, sdk)
    environment = replace(origin, search_path=(sdk,), origin="directory", label=f"a copy of {origin.label}")
    check = CheckSettings(
        target=settings.target,
        sdk=str(sdk),
        seed=settings.seed,
        approved=contents.version,
        cassettes=settings.cassettes,
    )
    if not target.approved_file(contents.version).exists():
        console.print_line(f"{target.distribution} {contents.version} has no approved contract: it is learned first")
        contract = folder / "approved" / "contract.json"
        approve_environment(environment, target, contract, console)
        check = replace(check, approved=str(contract))
    plan = plan_check(check, console.print_line, environment)
    return Copied(target=target, origin=origin, contents=contents, folder=sdk, plan=plan)


def _compile(python: Path, folder: Path) -> None:
    """Compile every file, so that a worker compiles only what was altered: a compiled file names its source's hash."""
    line = [str(python), "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", str(folder)]
    try:
        subprocess.run(line, check=False, capture_output=True, timeout=COMPILE_SECONDS)  # noqa: S603  # a release's files may be for other Pythons
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EnvironmentFailed(f"the copy of the SDK cannot be compiled: {error}") from error


@contextmanager
def altered(folder: Path, path: str, text: str) -> Iterator[None]:
    """A file of a copy has another text inside."""
    file = folder / path
    before = file.read_bytes()
    file.write_text(text, encoding="utf-8", newline="\n")
    try:
        yield
    finally:
        file.write_bytes(before)
