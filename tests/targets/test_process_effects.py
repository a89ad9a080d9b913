"""The effects of an import are found; those of another package on itself are not among them."""

from __future__ import annotations

import importlib
import json
import locale
import logging
import os
import signal
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.targets.process_effects import first_settings, watched_process

EFFECTS = {
    "starts a thread": "import threading\nthreading.Thread(target=threading.Event().wait, args=[1]).start()",
    "adds handlers to loggers": "import logging\nlogging.getLogger('effects.sub').addHandler(logging.StreamHandler())",
    "sets the level of the root logger": "import logging\nlogging.getLogger().setLevel(3)",
    "sets environment variables": "import os\nos.environ['CONFORMANCE_EFFECT'] = 'set'",
    "sets the time limit of sockets": "import socket\nsocket.setdefaulttimeout(5)",
    "handles signals": "import signal\nsignal.signal(signal.SIGTERM, lambda *_: None)",
    "changes the search path of imports": "import sys\nsys.path.append('elsewhere')",
    "replaces the hook for exceptions": "import sys\nsys.excepthook = lambda *_: None",
    "writes files": "open(__file__ + '.log', 'w').close()",
    "starts a program": "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''])",
    "opens a connection": "import socket\nsocket.socket().connect_ex(('127.0.0.1', 9))",
    "prints": "print('hello')",
    "warns": "import warnings\nwarnings.warn('old', DeprecationWarning, stacklevel=1)",
    "registers functions for the exit of the process": "import atexit\natexit.register(len, '')",
    "sets the locale": "import locale\nlocale.setlocale(locale.LC_ALL, 'C')",
    "sets the policy of event loops": "import asyncio\nasyncio.set_event_loop_policy(None)",
    "replaces parts of other modules": "import json\njson.JSONEncoder.default = lambda self, value: str(value)",
    "changes the filters of warnings": "import warnings\nwarnings.simplefilter('ignore')",
    "seeds the random numbers": "import random\nrandom.seed(3)",
    "sets the level of another library's logger": "import logging\nlogging.getLogger('json.decoder').setLevel(10)",
}


@pytest.fixture(autouse=True)
def unchanged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Undo what the modules of these tests do, and let them be imported."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv("CONFORMANCE_EFFECT", raising=False)
    monkeypatch.setattr(json.JSONEncoder, "default", json.JSONEncoder.default)
    level, hook, path = logging.getLogger().level, sys.excepthook, list(sys.path)
    handler = signal.getsignal(signal.SIGTERM)
    language = locale.setlocale(locale.LC_ALL)
    with warnings.catch_warnings():
        yield
    locale.setlocale(locale.LC_ALL, language)
    logging.getLogger().setLevel(level)
    logging.getLogger("effects.sub").handlers.clear()
    logging.getLogger("other_effects").handlers.clear()
    logging.getLogger("json.decoder").setLevel(logging.NOTSET)
    sys.excepthook, sys.path[:] = hook, path
    signal.signal(signal.SIGTERM, handler)
    socket.setdefaulttimeout(None)
    os.environ.pop("CONFORMANCE_EFFECT", None)
    for name in ("effects", "other_effects"):
        sys.modules.pop(name, None)


def effects_of(folder: Path, source: str) -> dict[str, tuple[str, ...]]:
    package = folder / "effects"
    package.mkdir()
    (package / "__init__.py").write_text(source, encoding="utf-8")
    with watched_process("effects") as effects:
        importlib.import_module("effects")
    return effects


@pytest.mark.parametrize("effect", EFFECTS)
def test_an_effect_of_an_import_is_found(effect: str, tmp_path: Path) -> None:
    assert effect in effects_of(tmp_path, EFFECTS[effect])


def test_an_import_that_only_defines_names_has_no_effects(tmp_path: Path) -> None:
    logger = "logging.getLogger(__name__)"
    source = f"import logging\n{logger}.addHandler(logging.NullHandler())\n{logger}.setLevel(10)\nNAME = 1\n"
    assert effects_of(tmp_path, source) == {}


def test_the_bytecode_that_an_import_caches_is_not_an_effect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    assert effects_of(tmp_path, "NAME = 1\n") == {}
    assert list(tmp_path.rglob("*.pyc"))


def test_the_logger_of_another_package_is_not_an_effect(tmp_path: Path) -> None:
    other = "import logging\nlogging.getLogger(__name__).addHandler(logging.StreamHandler())\n"
    (tmp_path / "other_effects.py").write_text(other, encoding="utf-8")
    assert effects_of(tmp_path, "import other_effects\n") == {}


def test_what_is_done_after_the_import_is_not_an_effect(tmp_path: Path) -> None:
    effects = effects_of(tmp_path, "")
    subprocess.run([sys.executable, "-c", ""], check=True)
    assert effects == {}


def test_what_was_set_before_can_be_found_again_and_is_kept(tmp_path: Path) -> None:
    names = ("sets environment variables", "sets the time limit of sockets", "adds handlers to loggers")
    source = "\n".join(EFFECTS[name] for name in names)
    effects_of(tmp_path, source)
    with first_settings(), watched_process("effects") as effects:
        exec(source, {"__name__": "effects"})
    assert effects.keys() == set(names)
    assert (os.environ["CONFORMANCE_EFFECT"], socket.getdefaulttimeout()) == ("set", 5)
    assert len(logging.getLogger("effects.sub").handlers) == 1
