"""A sandbox for snippets: no network, no processes, no files outside of a folder of their own.

The helpers of an SDK may do anything with made-up arguments. An audit hook sees what the interpreter is about to do and
refuses it; nothing is patched. It does not protect from malicious code.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

_NETWORK: Final = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind"})
_PROCESSES: Final = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.fork", "os.kill"}
)
_PATHS: Final[Mapping[str, int]] = {  # number of leading arguments that are paths
    "open": 1, "os.mkdir": 1, "os.remove": 1, "os.rmdir": 1, "os.truncate": 1, "os.chmod": 1, "os.chown": 1,
    "os.utime": 1, "os.rename": 2, "os.link": 2, "os.symlink": 2, "shutil.rmtree": 1, "sqlite3.connect": 1,
}  # fmt: skip
_HOMES: Final = ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
LOOPBACK: Final = "127.0.0.1"
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class _AuditHook:
    """The audit hook. Python cannot remove audit hooks, so this one allows everything while it has no folder."""

    def __init__(self) -> None:
        self.folder = ""
        self.port = 0
        self.installed = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.folder:
            return
        if event in _NETWORK and not self._is_own_server(event, arguments):
            raise PermissionError("a snippet may not use the network")
        if event in _PROCESSES:
            raise PermissionError("a snippet may not start processes")
        if event in _PATHS and not (event == "open" and _is_read_only(arguments)):
            for path in arguments[: _PATHS[event]]:
                if not self._is_allowed(path):
                    raise PermissionError(f"a snippet may not write outside of its folder: {os.fsdecode(path)}")

    def _is_own_server(self, event: str, arguments: tuple[Any, ...]) -> bool:
        match event, arguments:
            case ("socket.connect", (_, (host, port, *_))) | ("socket.getaddrinfo", (host, port, *_)):
                return bool(self.port) and (host, port) == (LOOPBACK, self.port)
        return False

    def _is_allowed(self, path: Any) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return True  # a file that is already open
        name = os.fsdecode(path)
        return name in {os.devnull, ":memory:"} or f"{os.path.realpath(name)}{os.sep}".startswith(self.folder)


def _is_read_only(arguments: tuple[Any, ...]) -> bool:
    _, mode, flags = arguments
    return not flags & _WRITING if mode is None else not set(mode) & set("wax+")


_AUDIT_HOOK: Final = _AuditHook()


@contextmanager
def sandbox(port: int = 0) -> Iterator[str]:
    """While open, this process can write to the new folder only, which is yielded.

    The only server that it reaches is that of this project on a `port` of the loopback interface, if given.

    It is the working directory and the home: whether the user's own has some folder makes no difference.
    """
    if not _AUDIT_HOOK.installed:
        sys.addaudithook(_AUDIT_HOOK)
        _AUDIT_HOOK.installed = True
    before, temporary = os.getcwd(), tempfile.tempdir  # noqa: PTH109  # as `os.chdir` takes it
    homes = {name: os.environ.get(name) for name in _HOMES}
    with tempfile.TemporaryDirectory(prefix="conformance-snippet-", ignore_cleanup_errors=True) as made:
        folder = os.path.realpath(made)
        os.chdir(folder)
        tempfile.tempdir = folder
        os.environ.update(dict.fromkeys(_HOMES, folder))
        _AUDIT_HOOK.folder, _AUDIT_HOOK.port = folder + os.sep, port
        try:
            yield folder
        finally:
            _AUDIT_HOOK.folder, _AUDIT_HOOK.port = "", 0
            _restore(homes)
            tempfile.tempdir = temporary
            os.chdir(before)


def _restore(variables: Mapping[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
