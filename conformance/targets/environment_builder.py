"""Creates the environments of releases and wheels, or finds them in the cache."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
import sysconfig
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from conformance.errors import EnvironmentFailed, UsageError
from conformance.targets.cache import cache_key, cache_root, get_or_make
from conformance.targets.installer import UvFailure, run_uv

_FORMAT = 1  # of the environments in the cache; raise it when their layout changes
_METADATA_FILE = "environment.json"


@dataclass(frozen=True, slots=True)
class EnvironmentBuilder:
    """Creates or finds environments of one distribution together with the engine's requirements."""

    distribution: str
    engine: tuple[str, ...]
    progress: Callable[[str], None]

    def release(self, wanted: SpecifierSet) -> str:
        """The newest release that `wanted` allows. Raises UsageError, EnvironmentFailed."""
        exact = [clause for clause in wanted if clause.operator == "==" and not clause.version.endswith(".*")]
        if len(wanted) == 1 and exact:
            return str(Version(exact[0].version))  # no need for the index: a filled cache works without the network
        release, failure = self._newest(str(wanted))
        if failure is None:
            return release
        if failure.reason == "unknown":
            raise UsageError(
                f"no release of {self.distribution} fits {str(wanted) or 'latest'!r}.\n{self._other_releases()}"
            )
        raise self._install_error(f"{self.distribution} {wanted or 'latest'}", failure)

    def releases_between(self, old: str, new: str) -> list[str]:
        """The releases after one and before another, oldest first; yanked ones and pre-releases are left out.

        Raises EnvironmentFailed: the index cannot be reached.
        """
        releases: list[str] = []
        while True:  # uv resolves to the newest matching release, and cannot list all of them
            release, failure = self._newest(f">{old},<{releases[0] if releases else new}")
            if failure is None:
                releases.insert(0, release)
            elif failure.reason == "unreachable":
                raise self._install_error(f"the releases of {self.distribution} after {old}", failure)
            else:
                return releases

    def python_for_release(self, release: str) -> Path:
        """The interpreter of a release's environment. Raises UsageError, EnvironmentFailed."""
        name = f"{self.distribution} {release}"
        try:
            return self._python(release, "release", release, f"{self.distribution}=={release}")
        except _InstallFailed as error:
            if error.failure.reason == "unknown":
                raise self._unknown(release) from None
            raise self._install_error(name, error.failure) from None

    def installed_python(self, release: str) -> Path | None:
        """The interpreter of a release's environment in the cache; None where it has not been made."""
        _, folder = self._environment_folder(release, "release", release)
        return _python_in(folder) if _is_ready(folder) else None

    def python_for_wheel(self, wheel: Path) -> Path:
        """The interpreter of a wheel's environment. Raises EnvironmentFailed."""
        # The key is the content: a rebuilt wheel of the same name is another SDK.
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        requirement = f"{self.distribution} @ {wheel.as_uri()}"
        try:
            return self._python(f"wheel {wheel.name}", "wheel", f"sha256:{digest}", requirement)
        except _InstallFailed as error:
            raise self._install_error(f"wheel {wheel.name}", error.failure) from None

    def _python(self, label: str, origin: str, identity: str, requirement: str) -> Path:
        metadata, folder = self._environment_folder(label, origin, identity)

        def make(staging: Path) -> None:
            self.progress(f"installing {label} (once; the cache keeps it)")
            self._install(staging, requirement)
            (staging / _METADATA_FILE).write_text(json.dumps(metadata, indent=1, sort_keys=True), encoding="utf-8")

        return _python_in(get_or_make(folder, ready=_is_ready, make=make, progress=self.progress))

    def _environment_folder(self, label: str, origin: str, identity: str) -> tuple[dict[str, object], Path]:
        """The metadata of an environment, and its folder in the cache."""
        metadata = self._metadata() | {"origin": origin, "label": label, "identity": identity}
        key = cache_key({name: value for name, value in metadata.items() if name != "label"})
        return metadata, self._home() / f"{self.distribution}-{origin}-{key}"

    def _metadata(self) -> dict[str, object]:
        interpreter = [platform.python_implementation(), platform.python_version(), sysconfig.get_platform()]
        return {
            "format": _FORMAT,
            "distribution": self.distribution,
            "engine": list(self.engine),
            "python": interpreter,
        }

    def _home(self) -> Path:
        return cache_root() / "environments"

    def _install(self, staging: Path, requirement: str) -> None:
        venv = ["venv", "--quiet", "--no-project", "--relocatable", "--python", sys.executable, str(staging / "venv")]
        self._run(venv)
        python = str(_python_in(staging))
        # Without compiling, the first import of a large SDK would take as long as a run.
        install = ["pip", "install", "--quiet", "--compile-bytecode", "--python", python, requirement, *self.engine]
        self._run(install)

    def _run(self, arguments: Sequence[str]) -> None:
        failure = run_uv(arguments, self.distribution).failure
        if failure is not None:
            raise _InstallFailed(failure)

    def _newest(self, specifier: str, *strategy: str) -> tuple[str, UvFailure | None]:
        arguments = ["pip", "compile", "--quiet", "--no-deps", "--no-header", "--no-annotate", *strategy]
        result = run_uv(
            [*arguments, "--python", sys.executable, "-"],
            self.distribution,
            given=f"{self.distribution}{specifier}\n",
        )
        if result.failure is not None:
            return "", result.failure
        pinned = next((line for line in result.output.splitlines() if "==" in line), "")
        return pinned.partition("==")[2].partition(";")[0].strip(), None

    def _unknown(self, release: str) -> UsageError:
        below, _ = self._newest(f"<{release}")
        above, _ = self._newest(f">{release}", "--resolution", "lowest")
        neighbours = ((below, "before"), (above, "after"))
        near = ", ".join(f"{neighbour} ({side} it)" for neighbour, side in neighbours if neighbour)
        nearest = f"  Nearest: {near}.\n" if near else ""
        what = f"{self.distribution} {release}: the package index has no such release."
        return UsageError(f"{what}\n{nearest}{self._other_releases()}")

    def _other_releases(self) -> str:
        release, _ = self._newest("")
        newest = f"  Newest: {release}.\n" if release else ""
        return f"{newest}  All: pip index versions {self.distribution}"

    def _install_error(self, name: str, failure: UvFailure) -> EnvironmentFailed:
        if failure.reason != "unreachable":
            return EnvironmentFailed(
                f"{name} cannot be installed for Python {platform.python_version()} "
                f"together with {', '.join(self.engine) or 'nothing else'}.\n  Output of uv:\n{failure.last_lines}"
            )
        cached = ", ".join(self._cached_releases()) or "nothing"
        return EnvironmentFailed(
            f"cannot reach the package index to install {name}; releases in the cache: {cached}.\n"
            "  Next: use a release of the cache, or check the network and the package index of uv.\n"
            f"  Output of uv:\n{failure.last_lines}"
        )

    def _cached_releases(self) -> list[str]:
        """The releases that this interpreter and engine can run without the network."""
        folders = (file.parent for file in self._home().glob(f"*/{_METADATA_FILE}"))
        environments = [_read_metadata(folder) for folder in folders if _is_ready(folder)]
        usable = self._metadata() | {"origin": "release"}
        releases = {str(metadata["label"]) for metadata in environments if usable.items() <= metadata.items()}
        return [str(version) for version in sorted(map(Version, releases))]


class _InstallFailed(Exception):
    def __init__(self, failure: UvFailure) -> None:
        super().__init__(failure.last_lines)
        self.failure = failure


def _python_in(folder: Path) -> Path:
    return folder / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _is_ready(folder: Path) -> bool:
    # The interpreter is a link to the one that created it, which may have been uninstalled.
    return bool(_read_metadata(folder)) and _python_in(folder).exists()


def _read_metadata(folder: Path) -> dict[str, object]:
    try:
        metadata = json.loads((folder / _METADATA_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return metadata if isinstance(metadata, dict) and "label" in metadata else {}
