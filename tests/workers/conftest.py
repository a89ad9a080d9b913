"""Fixtures that the tests of the command line have, too."""

from tests.cli.conftest import acme

__all__ = ["acme"]
