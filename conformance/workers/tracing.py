"""The functions of an SDK that are called, and the memory that its process may take: for altered copies of it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from cProfile import Profile
from pathlib import Path
from types import CodeType
from typing import Final

MEGABYTE: Final = 2**20


def limit_memory(megabytes: int | None) -> None:
    """Limit the memory of this process, where the system can do that: what takes more gets a MemoryError."""
    if megabytes is not None:
        try:
            import resource  # noqa: PLC0415  # not on Windows
        except ImportError:
            return
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, hard))


def package_folder(package: str) -> Path:
    """The folder of the package on the search path, which is not imported for that; of a part, that of the whole."""
    spec = importlib.util.find_spec(package.partition(".")[0])
    [folder, *_] = (spec.submodule_search_locations if spec else None) or [""]
    return Path(folder)


class CallTracer:
    """Notes which functions of one package are called, and which bodies of modules and classes are run.

    `package` is its folder. A profiler in C counts calls: to follow lines takes five times as long as the calls.
    """

    def __init__(self, package: Path) -> None:
        self._root = package.parent
        self._prefix = f"{package}/"
        self._called: set[CodeType] = set()

    @contextmanager
    def tracing(self) -> Iterator[None]:
        """Note calls of this thread."""
        profiler = Profile(subcalls=False, builtins=False)
        profiler.enable()
        try:
            yield
        finally:
            profiler.disable()
            codes = (entry.code for entry in profiler.getstats())
            self._called.update(code for code in codes if isinstance(code, CodeType))

    def called(self) -> Mapping[str, tuple[int, ...]]:
        """The first lines of what was called, by file, whose path begins with the package's folder; it is forgotten."""
        found: dict[str, set[int]] = {}
        for code in self._called:
            if code.co_filename.startswith(self._prefix):
                path = Path(code.co_filename).relative_to(self._root).as_posix()
                found.setdefault(path, set()).add(code.co_firstlineno)
        self._called.clear()
        return {path: tuple(sorted(lines)) for path, lines in sorted(found.items())}
