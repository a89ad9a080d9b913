"""One test for each operation and each check that can apply to it."""

from __future__ import annotations

from conformance.suite.judgement import Judgement


def test_operation(judged: Judgement) -> None:
    """The check finds nothing new for the operation, and everything that is known of it still happens."""
    judged.hold()
