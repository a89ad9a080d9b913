"""The machine that a client runs on, and its user: the same names for every call, and how headers describe them.

A request that has these names shows the server whose computer it comes from.
"""

from __future__ import annotations

import getpass
import os
import platform
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

HOST: Final = "conformance-machine"
USER: Final = "conformance-person"
VARIABLES: Final = {
    **dict.fromkeys(("LOGNAME", "USER", "LNAME", "USERNAME"), USER),
    **dict.fromkeys(("HOSTNAME", "COMPUTERNAME"), HOST),
    **dict.fromkeys(("HOME", "USERPROFILE"), f"/home/{USER}"),
}
_SHORTEST: Final = 8  # a shorter real name may occur in a request by chance


@contextmanager
def same_machine() -> Iterator[None]:
    """While open, the machine is called HOST and its user USER, however code gets the names."""
    places: list[tuple[Any, str, Any]] = [
        (socket, "gethostname", lambda: HOST),
        (socket, "getfqdn", lambda _name="": HOST),
        (platform, "node", lambda: HOST),
        (platform, "uname", _uname),
        (getpass, "getuser", lambda: USER),
        (os, "getlogin", lambda: USER),
    ]
    if hasattr(os, "uname"):
        system, _, *others = os.uname()
        places.append((os, "uname", lambda: os.uname_result((system, HOST, *others))))
    real = [(module, name, getattr(module, name)) for module, name, _ in places]
    for module, name, replacement in places:
        setattr(module, name, replacement)
    try:
        yield
    finally:
        for module, name, original in real:
            setattr(module, name, original)


@cache
def _uname() -> platform.uname_result:
    system, _, *others = tuple(_REAL_UNAME())[:5]
    return platform.uname_result(system, HOST, *others)


_REAL_UNAME: Final = platform.uname


def names_of_machine() -> dict[str, str]:
    """The names that no request may have, each with its meaning: also the real one, which code may have got before."""
    real = socket.gethostname()
    meanings = {HOST: "the name of the machine", USER: "the name of its user"}
    known = len(real) < _SHORTEST or real.startswith("localhost")
    return meanings if known else {**meanings, real: meanings[HOST]}


def described(value: str) -> str:
    """A header about the machine, with placeholders for what differs between machines.

    "" if the value has neither the release of Python nor that of the system: then it cannot be compared.
    """
    releases = {platform.python_version(): "{python}", platform.release(): "{release}"}
    found = {text: name for text, name in releases.items() if text and text in value}
    if not found:
        return ""
    for text, name in {**found, platform.system(): "{system}", platform.system().lower(): "{system}"}.items():
        value = value.replace(text, name) if text else value
    return value
