"""However a run ends, nothing of its server remains."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import ExitStack

import httpx
import pytest

from conformance.servers.run_folders import sweep
from conformance.servers.start import start
from tests.servers.conftest import Kind, Parent, lives, run_folder_names, servers, soon, state_of

Hold = Callable[[], Parent]


def nothing_is_left(parent: Parent) -> bool:
    return soon(lambda: not parent.server_lives() and run_folder_names() == [])


def test_a_run_that_ends_leaves_no_server(hold: Hold) -> None:
    parent = hold()
    assert parent.server_lives()
    parent.process.communicate("")
    assert parent.process.returncode == 0
    assert not parent.server_lives()
    assert run_folder_names() == []


def test_a_run_that_fails_leaves_no_server(hold: Hold) -> None:
    parent = hold()
    assert parent.process.communicate("fail")[1].strip() == "failed"
    assert not parent.server_lives()
    assert run_folder_names() == []


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_an_interrupted_run_leaves_no_server(hold: Hold, ending: signal.Signals) -> None:
    parent = hold()
    parent.process.send_signal(ending)
    parent.process.wait()
    assert nothing_is_left(parent)


@pytest.mark.slow
def test_a_sweep_removes_what_a_killed_run_left_and_nothing_else(hold: Hold) -> None:
    killed, running = hold(), hold()
    os.kill(killed.server_pid, signal.SIGSTOP)  # so that it does not notice the end of its parent
    assert soon(lambda: state_of(killed.server_pid) == "T")  # on a busy machine it runs on for a moment
    killed.process.kill()
    killed.process.wait()
    assert killed.server_lives()

    assert sweep(lambda _: None) == 1
    assert soon(lambda: not lives(killed.server_pid))  # its port may have been reused
    assert len(run_folder_names()) == 1
    assert running.server_lives()
    assert sweep(lambda _: None) == 0
    running.process.communicate("")
    assert running.process.returncode == 0


def test_a_sweep_removes_the_folder_of_a_dead_server(hold: Hold) -> None:
    parent = hold()
    os.kill(parent.server_pid, signal.SIGKILL)
    parent.process.kill()
    parent.process.wait()
    assert soon(lambda: not lives(parent.server_pid))
    assert len(run_folder_names()) == 1
    assert sweep(lambda _: None) == 1
    assert run_folder_names() == []


def test_a_sweep_without_runs_removes_nothing(corner: Kind) -> None:
    assert sweep(lambda _: None) == 0


def test_two_servers_have_different_tokens_and_urls(kind: Kind) -> None:
    with ExitStack() as running:
        first = running.enter_context(start(kind.release, kind.target, lambda _: None))
        with start(kind.release, kind.target, lambda _: None) as second:
            assert first.url != second.url
            assert first.token != second.token
            account = kind.target.server.account_path if kind.target.server else ""
            foreign = httpx.get(first.url + account, headers={"Authorization": f"Token {second.token}"})
            assert foreign.status_code == 401
        own = httpx.get(first.url + account, headers={"Authorization": f"Token {first.token}"})
        assert own.status_code == 200
        assert len(servers()) == 1
    assert run_folder_names() == []
