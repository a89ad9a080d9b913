"""Code run by the interpreter of an environment, as a worker runs it."""

from __future__ import annotations

import subprocess

from conformance.targets.environment import Environment, link_engine, worker_environment


def in_worker(env: Environment, code: str) -> str:
    """The output of the code."""
    done = subprocess.run(
        [env.python, "-c", code],
        env=worker_environment(env, link_engine()),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def release_in(env: Environment) -> str:
    """The release of the SDK that is imported."""
    return in_worker(env, "import label_studio_sdk; print(label_studio_sdk.RELEASE)")
