"""All programs of a target, as a release is judged with them."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

from conformance.scenarios.outcome import Outcome
from conformance.scenarios.run import run_scenarios
from conformance.scenarios.snippet_runner import SnippetRunner
from tests.vocabulary import import_acme


@pytest.mark.parametrize(
    ("raised", "judged"),
    [
        ("ImportError: libGL.so.1: cannot open shared object file: No such file or directory", False),
        ("ImportError: DLL load failed while importing cv2: The specified module could not be found.", False),
        ("ImportError: cannot import name 'Client' from 'acme_sdk'", True),
        ("ModuleNotFoundError: No module named 'acme_sdk.client'", True),
        ("OSError: picture.png: cannot open shared object file", True),
    ],
)
def test_a_program_is_left_out_only_where_this_machine_lacks_a_library(
    monkeypatch: pytest.MonkeyPatch, raised: str, judged: bool
) -> None:
    sdk = import_acme()
    run = Mock(wraps=lambda _: Outcome(raised=raised))
    monkeypatch.setattr(SnippetRunner, "run", run)
    assert bool(run_scenarios(sdk).runs) == judged
    assert run.called
    sdk.close()
