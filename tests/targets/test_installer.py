from __future__ import annotations

import pytest

from conformance.targets.installer import Reason, explain_failure

OFFLINE = """\
error: No solution found when resolving dependencies
  cause: Because label-studio-sdk was not found in the cache and you require label-studio-sdk==2.0.7, we can conclude
 that your requirements are unsatisfiable.

hint: Packages were unavailable because the network was disabled. When the network is disabled, registry packages may
 only be read from the cache.
"""
NO_ANSWER = """\
error: Request failed after 3 retries in 8.2s
  cause: Failed to fetch: http://127.0.0.1:9/simple/label-studio-sdk/
  cause: tcp connect error
"""
NO_SUCH_RELEASE = """\
error: No solution found when resolving dependencies
  cause: Because there is no version of label-studio-sdk==2.0.99 and you require label-studio-sdk==2.0.99, we can
 conclude that your requirements are unsatisfiable.
"""
NO_SUCH_RELEASE_IN_A_BOX = """\
  \u00d7 No solution found when resolving dependencies:
  ╰─▶ Because there is no version of
      label-studio-sdk==2.0.99 and you require label-studio-sdk==2.0.99, we can conclude that your requirements are
      unsatisfiable.
"""
NO_SUCH_DEPENDENCY = """\
error: No solution found when resolving dependencies
  cause: Because no-such-thing was not found in the package registry and label-studio-sdk==2.0.7 depends on
 no-such-thing, we can conclude that label-studio-sdk==2.0.7 cannot be used.
"""
OTHER_SDK = NO_SUCH_RELEASE.replace("of label-studio-sdk==", "of label-studio-sdk-extras==")


@pytest.mark.parametrize(
    ("stderr", "reason"),
    [
        (OFFLINE, "unreachable"),
        (NO_ANSWER, "unreachable"),
        (NO_SUCH_RELEASE, "unknown"),
        (NO_SUCH_RELEASE_IN_A_BOX, "unknown"),
        ("Because only label-studio-sdk<=2.0.9 is available and you require label-studio-sdk>3", "unknown"),
        ("Because label-studio-sdk was not found in the package registry", "unknown"),
        (NO_SUCH_DEPENDENCY, "failed"),
        (OTHER_SDK, "failed"),
        ("", "failed"),
    ],
)
def test_the_reason_of_a_refusal_is_read_from_what_uv_printed(stderr: str, reason: Reason) -> None:
    assert explain_failure(stderr, "label_studio_sdk").reason == reason


def test_a_refusal_keeps_the_last_lines_without_frames() -> None:
    lines = explain_failure("first\n" + NO_SUCH_RELEASE_IN_A_BOX * 3, "label-studio-sdk").last_lines
    assert "first" not in lines
    assert "No solution found" in lines
    assert "╰" not in lines
