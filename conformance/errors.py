"""What can go wrong, by step. Everything a user can cause ends here, with a message that says what to do.

ConformanceError                 exit status
├── UsageError                   2   an option, file or name that the user gave is wrong
│   ├── TargetError              2   a target's data (target.toml, known.toml, approved contract) is wrong
│   ├── UnknownOperation         2   no operation matches; the nearest names are suggested
│   └── CassetteUnreadable       2   a recorded exchange is not what its format promises
└── EnvironmentFailed            3   install, network or process failed
    ├── SdkUnusable              3   the SDK under test could not be imported or read
    ├── SecretLeft               3   a secret was left in what was to be written, so it was not
    └── WorkerDied               3   a worker process ended without an answer
"""

from __future__ import annotations

from typing import ClassVar


class ConformanceError(Exception):
    """Base of every error that is reported to a user as one message, without a traceback."""

    exit_status: ClassVar[int] = 3


class UsageError(ConformanceError):
    """An option, a file or a name that the user gave is wrong."""

    exit_status = 2


class TargetError(UsageError):
    """A target's data is wrong: target.toml, known.toml or an approved contract."""


class UnknownOperation(UsageError):
    """No operation of the SDK matches what was asked for."""


class CassetteUnreadable(UsageError):
    """A file of recorded exchanges is not what its format expectations."""


class EnvironmentFailed(ConformanceError):
    """Installing, reaching the network or starting a process failed."""


class SdkUnusable(EnvironmentFailed):
    """The SDK under test could not be imported or read."""


class SecretLeft(EnvironmentFailed):
    """A secret was left in what was to be written. The message says what and where, never the secret."""


class WorkerDied(EnvironmentFailed):
    """A worker process ended without an answer."""
