"""The digest of an operation's code changes with the code that runs, and with no other."""

from __future__ import annotations

import pytest

from conformance.upgrade.source import read_api
from conformance.upgrade.source.code_inputs import CodeInputs
from tests.upgrade.vocabulary import contents
from tests.vocabulary import acme_target

PATHS = tuple(read_api(contents(), acme_target()).operations)
PROGRAM = "from acme_sdk.types import Task\nresult = Task"


def code(edits: dict[str, tuple[str, str]] | None = None, version: str = "1.0.0") -> CodeInputs:
    """The inputs of the faux SDK with edited files, each as old and new text."""
    known = contents(version=version)
    files = dict(known.files)
    for name, (old, new) in (edits or {}).items():
        file = f"acme_sdk/{name}"
        assert old.encode() in files.get(file, b"")
        files[file] = files.get(file, b"").replace(old.encode(), new.encode(), 1)
    return read_api(type(known)(known.label, files, known.metadata), acme_target()).code


def differing(edits: dict[str, tuple[str, str]], version: str = "1.0.0") -> set[str]:
    """The operations whose code differs after an edit."""
    before, after = code(), code(edits, version)
    return {path for path in PATHS if before.of_operation(path) != after.of_operation(path)}


def of(*clients: str) -> set[str]:
    """The operations of clients."""
    return {path for path in PATHS if path.rpartition(".")[0] in clients}


@pytest.mark.parametrize(
    ("file", "old", "new", "clients"),
    [
        ("tasks/requests.py", "def get(task", "LIMIT = 5\n\n\ndef get(task", ["tasks"]),
        ("files/client.py", "class FilesClient", "X = 1\nclass FilesClient", ["files"]),
        (
            "projects/members/client.py",
            "class MembersClient",
            "X = 1\nclass MembersClient",
            ["projects", "projects.members"],
        ),
        ("types/tasks.py", "class Task(", "X = 1\nclass Task(", ["tasks"]),
        ("types/events.py", "class Event", "X = 1\nclass Event", ["events"]),
    ],
)
def test_an_edit_concerns_the_operations_that_use_the_file(file: str, old: str, new: str, clients: list[str]) -> None:
    assert differing({file: (old, new)}) == of(*clients)


def test_shared_code_concerns_every_operation() -> None:
    assert differing({"core/http.py": ("MAX_RETRIES = 2", "MAX_RETRIES = 1")}) == set(PATHS)


def test_an_argument_of_the_sdks_own_client_concerns_every_operation() -> None:
    assert differing({"client.py": ("https://acme.example", "https://new.example")}) == set(PATHS)


def test_a_new_sub_client_concerns_no_other_operation() -> None:
    more = {
        "client.py": (
            "        self.events = EventsClient(http=self._http)\n",
            "        self.events = EventsClient(http=self._http)\n        self.again = TasksClient(http=self._http)\n",
        )
    }
    assert differing(more) == set()


def test_another_class_of_a_sub_client_concerns_its_operations() -> None:
    edit = {"client.py": ("self.tasks = TasksClient(", "self.tasks = FilesClient(")}
    assert of("tasks") & differing(edit) >= {"tasks.get"}


def test_a_re_export_that_leads_elsewhere_concerns_those_who_use_it() -> None:
    edit = {"types/__init__.py": ("from .events import Event", "from .problem import Problem as Event")}
    assert differing(edit) == of("events")


@pytest.mark.parametrize(
    "statement",
    [
        "import httpx\nhttpx.Client.send = None",
        "import warnings\nwarnings.simplefilter('error')",
        "from .core.http import sdk_headers\nHEADERS = sdk_headers()",
        "for name in ():\n    del name",
    ],
)
def test_what_runs_when_the_package_is_imported_concerns_every_operation(statement: str) -> None:
    edit = {"types/__init__.py": ("__all__", f"{statement.replace('from .core', 'from ..core')}\n__all__")}
    assert differing(edit) == set(PATHS)


def test_a_main_block_concerns_nothing() -> None:
    edit = {"types/__init__.py": ("__all__", "if __name__ == '__main__':\n    print(1)\n__all__")}
    assert differing(edit) == set()


def test_an_import_inside_of_a_function_is_followed() -> None:
    start = "def get(task: str) -> RequestData:\n"
    inner = {"tasks/requests.py": (start, f"{start}    from ..files import requests\n\n")}
    before = code(inner)
    after = code(inner | {"files/requests.py": ("def ", "X = 1\n\n\ndef ")})
    assert before.of_operation("tasks.get") != after.of_operation("tasks.get")


def test_another_version_number_alone_changes_nothing() -> None:
    assert differing({}, version="1.0.1") == set()


def test_the_version_as_a_constant_changes_nothing() -> None:
    line = 'VERSION = importlib.metadata.version("acme-sdk")'
    before = code({"core/http.py": (line, 'VERSION = "1.0.0"')})
    after = code({"core/http.py": (line, 'VERSION = "1.0.1"')}, version="1.0.1")
    other = code({"core/http.py": (line, 'VERSION = "1.0.9"')}, version="1.0.1")
    assert before.of_operation("tasks.get") == after.of_operation("tasks.get")
    assert before.of_operation("tasks.get") == other.of_operation("tasks.get")  # it forgets to update the constant
    assert [found.sent_version for found in (before, after, other)] == ["1.0.0", "1.0.1", "1.0.9"]


def test_a_version_in_another_dict_than_that_of_headers_hides_no_constant() -> None:
    constant = {"core/http.py": ('VERSION = importlib.metadata.version("acme-sdk")', 'VERSION = "1.0.0"')}
    about = {"types/__init__.py": ("__all__", "ABOUT = {'version': '7.1.0', 'made': str(1)}\n__all__")}
    assert code(constant | about).sent_version == "1.0.0"


def test_a_version_from_the_metadata_is_no_constant() -> None:
    assert code().sent_version == ""


def test_a_program_depends_on_what_it_imports() -> None:
    assert code().of_program(PROGRAM) == code({"files/client.py": ("class", "X = 1\nclass")}).of_program(PROGRAM)
    assert code().of_program(PROGRAM) != code({"types/tasks.py": ("class", "X = 1\nclass")}).of_program(PROGRAM)


@pytest.mark.parametrize(
    "program",
    ["result = client.tasks.get('1')", "import importlib\nimportlib.import_module('acme_sdk.files')", "not a program"],
)
def test_a_program_whose_imports_are_unknown_depends_on_everything(program: str) -> None:
    assert code().of_program(program) != code({"files/client.py": ("class", "X = 1\nclass")}).of_program(program)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("def get(task: str) -> RequestData:\n", 'def get(task: str) -> RequestData:\n    """A docstring."""\n'),
        ("def get(task: str) -> RequestData:\n", "# a comment\ndef get(task: str) -> RequestData:\n\n"),
    ],
)
def test_docstrings_comments_and_layout_change_nothing(old: str, new: str) -> None:
    assert differing({"tasks/requests.py": (old, new)}) == set()


def test_a_string_that_is_used_is_code() -> None:
    old = "def get(task: str) -> RequestData:\n"
    assert differing({"tasks/requests.py": (old, f'{old}    words = "used"\n')}) == of("tasks")
