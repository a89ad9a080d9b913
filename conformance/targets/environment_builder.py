"""Makes the environments that releases and wheels run in, and finds them in the cache."""

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
_ABOUT = "environment.json"


@dataclass(frozen=True, slots=True)
class EnvironmentBuilder:
    """Makes environments of one distribution, with what has to be installed beside it, or finds them in the cache."""

    distribution: str
    engine: tuple[str, ...]
    progress: Callable[[str], None]

    def release(self, wanted: SpecifierSet) -> str:
        """The newest release that is wanted. Raises UsageError, EnvironmentFailed."""
        exact = [one for one in wanted if one.operator == "==" and not one.version.endswith(".*")]
        if len(wanted) == 1 and exact:
            return str(Version(exact[0].version))  # nothing to ask: a warm cache is used without the network
        found, refusal = self._newest(str(wanted))
        if refusal is None:
            return found
        if refusal.reason == "unknown":
            raise UsageError(
                f"no release of {self.distribution} fits {str(wanted) or 'latest'!r}.\n{self._other_releases()}"
            )
        raise self._failed(f"{self.distribution} {wanted or 'latest'}", refusal)

    def between(self, old: str, new: str) -> list[str]:
        """The releases after one and before another, oldest first; yanked ones and pre-releases are left out.

        Raises EnvironmentFailed: the index cannot be reached.
        """
        found: list[str] = []
        while True:  # the installer tells the newest release that fits, and no list of them
            step, refusal = self._newest(f">{old},<{found[0] if found else new}")
            if refusal is None:
                found.insert(0, step)
            elif refusal.reason == "unreachable":
                raise self._failed(f"the releases of {self.distribution} after {old}", refusal)
            else:
                return found

    def python_for_release(self, release: str) -> Path:
        """The interpreter of a release's environment. Raises UsageError, EnvironmentFailed."""
        name = f"{self.distribution} {release}"
        try:
            return self._python(release, "release", release, f"{self.distribution}=={release}")
        except _Refused as refused:
            if refused.refusal.reason == "unknown":
                raise self._unknown(release) from None
            raise self._failed(name, refused.refusal) from None

    def python_for_wheel(self, wheel: Path) -> Path:
        """The interpreter of a wheel's environment. Raises EnvironmentFailed."""
        # The key is what the wheel holds: a rebuilt wheel of the same name is another SDK.
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        requirement = f"{self.distribution} @ {wheel.as_uri()}"
        try:
            return self._python(f"wheel {wheel.name}", "wheel", f"sha256:{digest}", requirement)
        except _Refused as refused:
            raise self._failed(f"wheel {wheel.name}", refused.refusal) from None

    def _python(self, label: str, origin: str, identity: str, requirement: str) -> Path:
        about = self._about() | {"origin": origin, "label": label, "identity": identity}
        key = cache_key({name: value for name, value in about.items() if name != "label"})
        folder = self._home() / f"{self.distribution}-{origin}-{key}"

        def make(staging: Path) -> None:
            self.progress(f"installing {label} (once; it is kept in the cache)")
            self._install(staging, requirement)
            (staging / _ABOUT).write_text(json.dumps(about, indent=1, sort_keys=True), encoding="utf-8")

        return _python_in(get_or_make(folder, ready=_is_ready, make=make, progress=self.progress))

    def _about(self) -> dict[str, object]:
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
        self._ask(venv)
        python = str(_python_in(staging))
        # Compiled here, or the first import of a large SDK would take as long as a run.
        install = ["pip", "install", "--quiet", "--compile-bytecode", "--python", python, requirement, *self.engine]
        self._ask(install)

    def _ask(self, arguments: Sequence[str]) -> None:
        refusal = run_uv(arguments, self.distribution).refusal
        if refusal is not None:
            raise _Refused(refusal)

    def _newest(self, specifier: str, *strategy: str) -> tuple[str, UvFailure | None]:
        arguments = ["pip", "compile", "--quiet", "--no-deps", "--no-header", "--no-annotate", *strategy]
        answer = run_uv(
            [*arguments, "--python", sys.executable, "-"],
            self.distribution,
            given=f"{self.distribution}{specifier}\n",
        )
        if answer.refusal is not None:
            return "", answer.refusal
        pinned = next((line for line in answer.output.splitlines() if "==" in line), "")
        return pinned.partition("==")[2].partition(";")[0].strip(), None

    def _unknown(self, release: str) -> UsageError:
        below, _ = self._newest(f"<{release}")
        above, _ = self._newest(f">{release}", "--resolution", "lowest")
        near = ", ".join(f"{found} ({side} it)" for found, side in ((below, "before"), (above, "after")) if found)
        said = f"  Nearest: {near}.\n" if near else ""
        what = f"{self.distribution} {release}: the package index has no such release."
        return UsageError(f"{what}\n{said}{self._other_releases()}")

    def _other_releases(self) -> str:
        newest, _ = self._newest("")
        said = f"  Newest: {newest}.\n" if newest else ""
        return f"{said}  All: pip index versions {self.distribution}"

    def _failed(self, name: str, refusal: UvFailure) -> EnvironmentFailed:
        if refusal.reason != "unreachable":
            return EnvironmentFailed(
                f"{name} cannot be installed for Python {platform.python_version()} "
                f"together with {', '.join(self.engine) or 'nothing else'}.\n  uv said:\n{refusal.last_lines}"
            )
        cached = ", ".join(self._cached_releases()) or "nothing"
        return EnvironmentFailed(
            f"cannot reach the package index to install {name}; cached here: {cached}.\n"
            "  Next: name a cached release, or check the network and the index that uv is set to use.\n"
            f"  uv said:\n{refusal.last_lines}"
        )

    def _cached_releases(self) -> list[str]:
        """The releases that this interpreter and engine can run without the network."""
        found = [_read_about(file.parent) for file in self._home().glob(f"*/{_ABOUT}") if _is_ready(file.parent)]
        usable = self._about() | {"origin": "release"}
        releases = {str(about["label"]) for about in found if usable.items() <= about.items()}
        return [str(version) for version in sorted(map(Version, releases))]


class _Refused(Exception):
    def __init__(self, refusal: UvFailure) -> None:
        super().__init__(refusal.last_lines)
        self.refusal = refusal


def _python_in(folder: Path) -> Path:
    return folder / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _is_ready(folder: Path) -> bool:
    # The interpreter is a link to the one that made it, which may have been uninstalled since.
    return bool(_read_about(folder)) and _python_in(folder).exists()


def _read_about(folder: Path) -> dict[str, object]:
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return about if isinstance(about, dict) and "label" in about else {}
