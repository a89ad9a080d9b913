"""Serves one temporary Label Studio. The server's own interpreter runs this script; the package never imports it.

    python launch.py prepare FOLDER    # a migrated, empty database in FOLDER/data
    python launch.py serve FOLDER      # the same, with users, served on a free port of the loopback interface

The first line of standard input is a JSON object: `email` and `token` of the user, and `second_token` of another one.
Standard input stays open while the process that started this one is alive. When it closes, this process removes FOLDER
and ends with its children. While it runs, it holds the lock FOLDER/server.lock. FOLDER/server.json holds its process
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

# Emulators of storages and back ends listen on loopback. Nothing leaves it, and no usage data is sent.
# The environment overrides these by the same names, or by names with the prefix LABEL_STUDIO_.
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
    "APP_WEBSERVER": "uwsgi",  # under any other value, older releases query the package index for updates
    "LOG_LEVEL": "CRITICAL",  # otherwise each refused request is logged with a traceback
}
# The database does not outlive the process, so that no response has to wait for the disk.
PRAGMAS = ("PRAGMA synchronous=OFF", "PRAGMA journal_mode=MEMORY", "PRAGMA temp_store=MEMORY")
LOCK_SECONDS = 30  # how long a request waits for another one that writes
THREADS = 4
UNUSED_PORT = 1
REMOVAL_ATTEMPTS = 20
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def main(task: str, folder: Path) -> None:
    """Prepare the database, or serve."""
    users = json.loads(sys.stdin.readline() or "{}")
    lock = take_lock(folder / "server.lock")
    write_server_file(folder)
    threading.Thread(target=end_with_parent, args=(folder,), daemon=True).start()
    if task == "prepare":
        load_application(folder, "")
        migrate()
    else:
        serve(folder, users)
    lock.close()


def take_lock(file: Path) -> Any:
    """Take the lock that shows that this process is alive. The operating system releases it when the process ends."""
    handle = file.open("a+b")
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return handle


def end_with_parent(folder: Path) -> None:
    """Wait until standard input closes, then remove the folder and end with every child."""
    with contextlib.suppress(OSError, ValueError):
        while os.read(sys.stdin.fileno(), 1):
            pass
    for _ in range(REMOVAL_ATTEMPTS):  # a running request may still write
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        time.sleep(0.05)
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


def load_application(folder: Path, url: str) -> Wsgi:
    """The WSGI application, with its data in the folder. `url` is the address that it will have."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    os.environ.update({name: value for name, value in SETTINGS.items() if name not in os.environ})
    os.environ.setdefault("LOCAL_FILES_DOCUMENT_ROOT", str(data))  # keeps it from the user's files
    os.environ["GIT_CEILING_DIRECTORIES"] = str(folder)  # the server runs git to get its own commit
    os.environ.update({"LABEL_STUDIO_BASE_DATA_DIR": str(data), "LABEL_STUDIO_HOST": url})
    os.chdir(data)

    import label_studio

    sys.path.insert(0, str(Path(label_studio.__file__).parent))  # its modules import each other by short names

    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.db.backends.signals import connection_created

    database = settings.DATABASES["default"]
    database["CONN_MAX_AGE"] = None
    database["OPTIONS"] = {**database.get("OPTIONS", {}), "timeout": LOCK_SECONDS}
    for queue in settings.RQ_QUEUES.values():  # the test must not use a Redis of this machine
        queue.update({"HOST": "127.0.0.1", "PORT": UNUSED_PORT})
    connection_created.connect(set_pragmas, weak=False)
    application = get_wsgi_application()
    disable_error_reports()
    return application  # type: ignore[no-any-return]


def disable_error_reports() -> None:
    """Write no report of failed requests for Sentry, which would not receive it anyway.

    Such a report evaluates all local variables, lazy queries included, which takes longer than the response.
    """
    for name, module in list(sys.modules.items()):
        if name.endswith("core.utils.common") and hasattr(module, "sentry_sdk_loaded"):
            vars(module)["sentry_sdk_loaded"] = False


def set_pragmas(connection: Any, **_: object) -> None:
    """Turn off the durability of a new connection to the database."""
    with connection.cursor() as cursor:
        for pragma in PRAGMAS:
            cursor.execute(pragma)


def migrate() -> None:
    """Migrate the database to this release, if needed."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", "--no-color", verbosity=0)
    connections.close_all()


def create_users(email: str, token: str, second_token: str) -> None:
    """Create the administrator and organization of `label-studio start`, and a second member, without passwords."""
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
    for member in (user, other):
        member.active_organization = organization
        member.save(update_fields=["active_organization"])


def with_server_timing(application: Wsgi) -> Wsgi:
    """The application with a `Server-Timing` header on each response: the milliseconds that it took."""

    def call(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        started = time.perf_counter()

        def respond(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            milliseconds = (time.perf_counter() - started) * 1000
            return start_response(status, [*headers, ("Server-Timing", f"app;dur={milliseconds:.2f}")], *error)

        return application(environ, respond)

    return call


def serve(folder: Path, users: dict[str, str]) -> None:
    """Serve on a free port of the loopback interface until standard input closes."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))  # the settings need the port; the socket listens once the server is ready
        port = listener.getsockname()[1]
        application = load_application(folder, f"http://127.0.0.1:{port}")
        migrate()
        create_users(users["email"], users["token"], users["second_token"])

        import waitress
        from django.conf import settings

        settings.INTERNAL_PORT = str(port)
        server = waitress.create_server(
            with_server_timing(application), sockets=[listener], threads=THREADS, ident=None
        )
        write_server_file(folder, port)
        server.run()


def write_server_file(folder: Path, port: int | None = None) -> None:
    """Write the process id and the port to a file, in one step."""
    unfinished = folder / "server.json.new"
    unfinished.write_text(json.dumps({"pid": os.getpid(), "port": port}), encoding="utf-8")
    unfinished.replace(folder / "server.json")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
