"""Serves one throw-away Label Studio: run by the server's own interpreter, never imported by this package.

    python launch.py prepare FOLDER    # a migrated, empty database in FOLDER/data
    python launch.py serve FOLDER      # the same, with users, served on a free port of the loopback interface

The first line of standard input is a JSON object: `email` and `token` of the user, and `second_token` of another
one. Standard input stays open for as long as whoever started this lives: when it closes, FOLDER is removed and this
process and its children end. While it lives it holds the lock FOLDER/server.lock; FOLDER/server.json says its process
id, and its port once it serves.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

# Stand-ins for storages and back ends listen on the loopback interface; nothing leaves it, and nobody is told of it.
# Whoever starts this may say otherwise, by the same names or with LABEL_STUDIO_ before them, which win.
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "label_studio.core.settings.label_studio",
    "DJANGO_DB": "sqlite",
    "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
    "DISABLE_SIGNUP_WITHOUT_LINK": "true",
    "LOCAL_FILES_SERVING_ENABLED": "true",
    "SSRF_PROTECTION_ENABLED": "false",
    "USE_DEFAULT_BANNED_SUBNETS": "false",
    "ML_BLOCK_LOCAL_IP": "false",
    "COLLECT_ANALYTICS": "false",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "LATEST_VERSION_CHECK": "false",
    "APP_WEBSERVER": "uwsgi",  # older releases ask the package index for news under any other name
    "LOG_LEVEL": "CRITICAL",  # each refused request is an error with a traceback to it
}
# The database does not outlive the process, so nothing has to reach the disk before a request is answered.
PRAGMAS = ("PRAGMA synchronous=OFF", "PRAGMA journal_mode=MEMORY", "PRAGMA temp_store=MEMORY")
LOCK_SECONDS = 30  # how long a request waits for another that is writing
THREADS = 4
NOBODY_LISTENS = 1  # a port
REMOVAL_ATTEMPTS = 20
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def main(task: str, folder: Path) -> None:
    """Do one of the two tasks."""
    user = json.loads(sys.stdin.readline() or "{}")
    held = hold(folder / "server.lock")
    tell_of_itself(folder)
    threading.Thread(target=end_with_parent, args=(folder,), daemon=True).start()
    if task == "prepare":
        set_up(folder, "")
        migrate()
    else:
        serve(folder, user)
    held.close()


def hold(file: Path) -> Any:
    """Take the lock that tells others that this process lives; its death gives it back."""
    handle = file.open("a+b")
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return handle


def end_with_parent(folder: Path) -> None:
    """Wait until standard input closes; then remove the folder and end, with every child."""
    with contextlib.suppress(OSError, ValueError):
        while os.read(sys.stdin.fileno(), 1):
            pass
    for _ in range(REMOVAL_ATTEMPTS):  # a request that is being answered may still write
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        time.sleep(0.05)
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


def set_up(folder: Path, url: str) -> Wsgi:
    """The WSGI application, with its data in a folder of its own. `url` is where it will be reached."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    os.environ.update({name: value for name, value in SETTINGS.items() if name not in os.environ})
    os.environ.setdefault("LOCAL_FILES_DOCUMENT_ROOT", str(data))  # files of the user's are not for it
    os.environ["GIT_CEILING_DIRECTORIES"] = str(folder)  # it asks git which commit of itself it is
    os.environ.update({"LABEL_STUDIO_BASE_DATA_DIR": str(data), "LABEL_STUDIO_HOST": url})
    os.chdir(data)

    import label_studio

    sys.path.insert(0, str(Path(label_studio.__file__).parent))  # its modules import one another by short names

    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.db.backends.signals import connection_created

    database = settings.DATABASES["default"]
    database["CONN_MAX_AGE"] = None
    database["OPTIONS"] = {**database.get("OPTIONS", {}), "timeout": LOCK_SECONDS}
    for queue in settings.RQ_QUEUES.values():  # whoever's Redis runs on this machine is no part of the test
        queue.update({"HOST": "127.0.0.1", "PORT": NOBODY_LISTENS})
    connection_created.connect(make_quick, weak=False)
    application = get_wsgi_application()
    report_to_nobody()
    return application  # type: ignore[no-any-return]


def report_to_nobody() -> None:
    """Do not write a report of each failed request for a service that is not told of it.

    All that its code had at hand goes into such a report, queries that it never made included: that takes longer than
    the answer.
    """
    for name, module in list(sys.modules.items()):
        if name.endswith("core.utils.common") and hasattr(module, "sentry_sdk_loaded"):
            vars(module)["sentry_sdk_loaded"] = False


def make_quick(connection: Any, **_: object) -> None:
    """Tell a new connection to the database that nothing has to be kept."""
    with connection.cursor() as cursor:
        for pragma in PRAGMAS:
            cursor.execute(pragma)


def migrate() -> None:
    """Bring the database to this release, unless it is there."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", "--no-color", verbosity=0)
    connections.close_all()


def create_users(email: str, token: str, second_token: str) -> None:
    """An administrator and the organization, as `label-studio start` makes them, and another member; no passwords."""
    from organizations.models import Organization
    from rest_framework.authtoken.models import Token
    from users.models import User

    user = User.objects.create_user(email=email, password=None)
    user.is_staff = user.is_superuser = True
    user.save()
    Token.objects.filter(user=user).delete()
    Token.objects.create(user=user, key=token)
    organization = Organization.create_organization(
        created_by=user, title="Label Studio", legacy_api_tokens_enabled=True
    )
    other = User.objects.create_user(email=f"spare-{email}", password=None)  # recordings hold its initials
    Token.objects.filter(user=other).update(key=second_token)
    organization.add_user(other)
    for each in (user, other):
        each.active_organization = organization
        each.save(update_fields=["active_organization"])


def timed(application: Wsgi) -> Wsgi:
    """The application, telling with each response how many milliseconds it worked on it (`Server-Timing`)."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun = time.perf_counter()

        def respond(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            spent = (time.perf_counter() - begun) * 1000
            return start_response(status, [*headers, ("Server-Timing", f"app;dur={spent:.2f}")], *error)

        return application(environ, respond)

    return answer


def serve(folder: Path, user: dict[str, str]) -> None:
    """Serve on a free port of the loopback interface until standard input closes."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))  # bound before the settings are read, which name it; listens when ready
        port = listener.getsockname()[1]
        application = set_up(folder, f"http://127.0.0.1:{port}")
        migrate()
        create_users(user["email"], user["token"], user["second_token"])

        import waitress
        from django.conf import settings

        settings.INTERNAL_PORT = str(port)
        server = waitress.create_server(timed(application), sockets=[listener], threads=THREADS, ident=None)
        tell_of_itself(folder, port)
        server.run()


def tell_of_itself(folder: Path, port: int | None = None) -> None:
    """Write the process id and the port to a file that nobody ever sees half written."""
    unfinished = folder / "server.json.new"
    unfinished.write_text(json.dumps({"pid": os.getpid(), "port": port}), encoding="utf-8")
    unfinished.replace(folder / "server.json")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
