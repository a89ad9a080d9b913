"""Errors that the user gets as one message: what, where, the given value, the allowed values, the next step.

ConformanceError                 exit status
├── UsageError                   2   an option, file or name that the user gave is wrong
│   ├── TargetError              2   a target's data (target.toml, known.toml, approved contract) is wrong
│   ├── UnknownOperation         2   no operation matches the given name; the nearest names are suggested
│   └── CassetteUnreadable       2   a cassette file does not have its format
└── EnvironmentFailed            3   an installation, the network or a process failed
    ├── SdkUnusable              3   the SDK under test could not be imported or read
    ├── SecretLeft               3   a file would contain a secret, so it was not written
    └── WorkerDied               3   a worker process ended without a response
"""

from __future__ import annotations

from typing import ClassVar


class ConformanceError(Exception):
    """Base of all errors that are reported to the user as one message, without a traceback."""

    exit_status: ClassVar[int] = 3


class UsageError(ConformanceError):
    """An option, a file or a name that the user gave is wrong."""

    exit_status = 2


class TargetError(UsageError):
    """A target's data is wrong: target.toml, known.toml or an approved contract."""


class UnknownOperation(UsageError):
    """No operation of the SDK matches the given name or pattern."""


class CassetteUnreadable(UsageError):
    """A file of recorded exchanges does not have its format."""


class EnvironmentFailed(ConformanceError):
    """Installing, reaching the network or starting a process failed."""


class SdkUnusable(EnvironmentFailed):
    """The SDK under test could not be imported or read."""


class SecretLeft(EnvironmentFailed):
    """A file would contain a secret. The message says which kind and where, never the secret."""


class WorkerDied(EnvironmentFailed):
    """A worker process ended without a response."""


def unreadable_reason(error: OSError | UnicodeDecodeError) -> str:
    """Why a file could not be read as text."""
    return (isinstance(error, OSError) and error.strerror) or "it is not text"
