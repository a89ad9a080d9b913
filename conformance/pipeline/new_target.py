"""`conformance target new`: writes the first target folder of an SDK, by looking at its package in a worker."""

from __future__ import annotations

import importlib.metadata
import zipfile
from contextlib import suppress
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from conformance.errors import TargetError, UsageError
from conformance.pipeline.console import Console
from conformance.targets.environment import resolve
from conformance.targets.target import Target, load_target
from conformance.targets.target_draft import TargetDraft
from conformance.workers.messages import DescribePackage
from conformance.workers.pool import worker_pool


def new_target(sdk: str, output: Path | None, console: Console) -> list[str]:
    """Write target.toml of a distribution (`NAME`, `NAME==VERSION`, or a wheel). Return lines for the author.

    Without a version, the installed SDK is described, or else the newest release. An existing target is not changed.

    Raises UsageError: the text names no distribution, or the file exists or cannot be written.
    """
    distribution, named = _parse(sdk)
    if output is not None:
        _refuse_existing(output)
    package = _wheel_package(Path(sdk).expanduser(), distribution) if sdk.endswith(".whl") else ""
    target = _unknown_target(distribution, package)
    environment = resolve(named, target, progress=console.print_line)
    with worker_pool(environment, DescribePackage(distribution=distribution)) as pool:
        draft = pool.open().draft
    folder = output or Path("targets") / draft.texts.get("package", distribution.replace("-", "_"))
    _refuse_existing(folder)
    file = folder / "target.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(draft.to_toml(), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{file}: the target cannot be written: {error.strerror}.\n  Name a folder: --output DIR."
        ) from None
    return _lines(file, draft, draft.version if environment.origin == "release" else named)


def _parse(sdk: str) -> tuple[str, str]:
    """The distribution, and what `resolve` takes for it. Raises UsageError."""
    allowed = "  Allowed: DISTRIBUTION, DISTRIBUTION==VERSION, or a .whl file."
    if sdk.endswith(".whl"):
        try:
            return str(parse_wheel_filename(Path(sdk).name)[0]), sdk
        except InvalidWheelFilename as error:
            raise UsageError(f"target new {sdk}: {error}.\n{allowed}") from None
    try:
        requirement = Requirement(sdk)
    except InvalidRequirement:
        raise UsageError(f"target new {sdk!r}: this does not name a distribution.\n{allowed}") from None
    if requirement.url or requirement.extras or requirement.marker:
        raise UsageError(f"target new {sdk!r}: it may limit the version only: no URL, extras or markers.\n{allowed}")
    if requirement.specifier:
        return requirement.name, sdk
    with suppress(importlib.metadata.PackageNotFoundError):
        importlib.metadata.distribution(requirement.name)
        return requirement.name, "installed"
    return requirement.name, "latest"


def _wheel_package(wheel: Path, distribution: str) -> str:
    """A package of a wheel, in which `resolve` looks for it; "" for a file that it refuses in any case."""
    with suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.endswith("/__init__.py")]
        found = sorted((name.removesuffix("/__init__.py") for name in names), key=lambda name: (name.count("/"), name))
        return found[0].replace("/", ".") if found else distribution.replace("-", "_")
    return ""


def _unknown_target(distribution: str, package: str) -> Target:
    """A target of which only the distribution is known."""
    return Target(
        folder=Path(distribution),
        distribution=distribution,
        package=package or distribution.replace("-", "_"),
        sync_client="",
        async_client="",
        base_url_argument="",
        transport_argument="",
    )


def _refuse_existing(folder: Path) -> None:
    file = folder / "target.toml"
    if file.exists():
        raise UsageError(f"{file} exists.\n  Next: remove it, or give another folder with --output.")


def _lines(file: Path, draft: TargetDraft, named: str) -> list[str]:
    found = [*draft.texts, *draft.lists, *draft.tables]
    lines = [f"{file}: written, {len(found)} keys from {draft.texts['distribution']} {draft.version}"]
    lines += [f"note: {note}" for note in draft.notes]
    lines += [f"not found: `{name}`: {reason}" for name, reason in draft.unknown.items()]
    folder = file.parent.as_posix()
    target = folder if "/" in folder else f"./{folder}"
    try:
        load_target(target)
    except TargetError:
        return [*lines, f"Next: fill in the comments in {file}; docs/targets.md describes the keys."]
    return [*lines, f"Next: review it, then: conformance approve {named} --target {target}"]
