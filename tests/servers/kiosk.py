"""Kiosk: a test server that starts at once, in place of Label Studio. Its launcher runs the code of the real one."""

from __future__ import annotations

import shutil
from pathlib import Path

from conformance.targets.target import BUILT_IN
from tests.targets.wheel_index import uv_settings, write_wheel

FAUX_TARGET = Path(__file__).parents[1] / "faux" / "target"
RELEASE = "1.4.0"
SERVER = """
[server]
distribution = "kiosk"
launcher = "launch.py"
health = "/health"
version = "/version"
version_key = "release"
edition_key = "edition"
account = "/me"
documents = ["/new.json", "/old.json"]
token_variable = "KIOSK_TOKEN"
"""
# `KIOSK` is how it fails: "ends" or "unhealthy"
LAUNCHER = """
import json, os, runpy, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

launch = runpy.run_path({launcher!r})
failure = os.environ.get("KIOSK", "")


class Kiosk(BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.headers.get("Authorization") == "Token " + self.server.token
        responses = {{
            "/health": (503 if failure == "unhealthy" else 200, {{}}),
            "/version": (200, {{"release": {release!r}, "edition": "Corner"}}),
            "/me": (200 if known else 401, {{"detail": "unknown user"}}),
            "/environment": (200, dict(os.environ)),
            "/old.json": (200, {{"swagger": "2.0", "info": {{"title": "Kiosk", "version": "1"}}, "paths": {{}}}}),
        }}
        status, body = responses.get(self.path, (404, {{}}))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


def serve(folder, users):
    print("the user's token is", users["token"], flush=True)
    if failure == "ends":
        sys.exit(7)
    (folder / "data" / "written").write_text("by the server")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Kiosk)
    server.token = users["token"]
    launch["write_server_file"](folder, server.server_port)
    server.serve_forever()


launch["main"].__globals__.update(serve=serve, load_application=lambda folder, url: None, migrate=lambda: None)
launch["main"](sys.argv[1], launch["Path"](sys.argv[2]))
"""


def write_target(folder: Path) -> Path:
    """A target whose server is the kiosk."""
    shutil.copytree(FAUX_TARGET, folder)
    with (folder / "target.toml").open("a", encoding="utf-8") as file:
        file.write(SERVER)
    launcher = BUILT_IN / "label_studio" / "launch.py"
    text = LAUNCHER.format(launcher=str(launcher), release=RELEASE)
    (folder / "launch.py").write_text(text, encoding="utf-8")
    return folder


def write_index(folder: Path) -> Path:
    """Settings of a uv whose index has the kiosk alone."""
    write_wheel(folder / "wheels", RELEASE, package="kiosk")
    return uv_settings(folder, folder / "wheels")
