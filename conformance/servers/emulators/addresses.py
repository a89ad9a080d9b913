"""EmulatorAddresses: where the emulators listen, and the credentials for them."""

from __future__ import annotations

import re
from collections import UserDict
from collections.abc import Mapping
from typing import Final

from conformance.errors import TargetError
from conformance.servers.emulators.fixtures import PREFIX, local_file_values
from conformance.servers.emulators.services.emulator import LOOPBACK
from conformance.servers.emulators.services.listeners import EMULATORS

_REFERENCE: Final = re.compile(r"\{emulator\.(\w+)\}")


class EmulatorAddresses(UserDict[str, str]):
    """The values of running emulators, by the names under which live.toml refers to them (`{emulator.s3_bucket}`)."""

    def __repr__(self) -> str:
        """The names alone: some values are credentials."""
        return f"EmulatorAddresses({', '.join(self)})"

    def environment(self, variables: Mapping[str, str]) -> dict[str, str]:
        """The environment variables of a server that uses the emulators and reaches nothing beyond this machine.

        `variables` are those of target.toml, which may refer to values. Raises TargetError for an unknown value.
        """
        return {
            **{name: _REFERENCE.sub(self._referenced, value) for name, value in variables.items()},
            "http_proxy": self["refusing_proxy"],
            "https_proxy": self["refusing_proxy"],
            "no_proxy": f"{LOOPBACK},localhost",
        }

    def _referenced(self, match: re.Match[str]) -> str:
        if match[1] not in self:
            raise TargetError(
                f"target.toml: `server.emulator_environment` refers to `{match[0]}`, and no emulator has that value.\n"
                f"  Allowed: {', '.join(self)}."
            )
        return self[match[1]]


def addresses_of(ports: Mapping[str, int], root: str) -> EmulatorAddresses:
    """The values of the emulators that listen on `ports`, with local files below `root`."""
    addresses = EmulatorAddresses({"prefix": PREFIX, **local_file_values(root)})
    for emulator in EMULATORS:
        addresses.update(emulator.values(ports[emulator.name]))
    return addresses
