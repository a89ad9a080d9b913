# The plugin itself is loaded by its entry point once the project is installed.
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["pytester"]
# a shell's background job ignores these signals, and so would the children that tests interrupt
for name, handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is signal.SIG_IGN:
        signal.signal(getattr(signal, name), handler)
# how long a draw or a test takes is a fact about the machine's load, not about the code under test
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# the same draws every time: a red run is about the change that it ran on; --hypothesis-profile=explore draws others
settings.register_profile("local", patient, max_examples=20, derandomize=True, database=None)
settings.register_profile("ci", settings.get_profile("local"), max_examples=100)
settings.register_profile("explore", patient, max_examples=100)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure(config: pytest.Config) -> None:
    """Keep the bytecode of this run in a folder of its own, where Python may not write any beside the sources.

    The tests start hundreds of processes; without bytecode, each would compile every module again.
    """
    if not sys.dont_write_bytecode:
        return
    root = Path(tempfile.mkdtemp(prefix="conformance-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(root, ignore_errors=True))
    own = pytest.MonkeyPatch()  # of the environment, which workers and commands under test inherit
    config.add_cleanup(own.undo)
    own.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    own.setenv("PYTHONPYCACHEPREFIX", str(root / "__pycache__"))
