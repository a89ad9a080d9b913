from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from conformance.redaction.redact import Secrets
from conformance.servers.emulators import fixtures
from conformance.servers.emulators.addresses import EmulatorAddresses
from conformance.servers.emulators.process import emulators

pytestmark = pytest.mark.slow
PLENTY_SECONDS = 20.0
CHILD = """
import sys, time
from conformance.servers.emulators.process import emulators
with emulators() as found:
    print(found["hook_url"], found["local_root"], flush=True)
    {then}
"""


def listens(url: str) -> bool:
    address = httpx.URL(url)
    try:
        with socket.create_connection((address.host, address.port or 80), 1):
            return True
    except OSError:
        return False


def wait_until(condition: Callable[[], bool]) -> bool:
    """Whether a condition becomes true in time."""
    limit = time.monotonic() + PLENTY_SECONDS
    while not condition() and time.monotonic() < limit:
        time.sleep(0.02)
    return condition()


def redis_response(redis: EmulatorAddresses, *words: str) -> bytes:
    """The response of the Redis emulator to a command, in the Redis protocol."""
    command = f"*{len(words)}\r\n" + "".join(f"${len(word)}\r\n{word}\r\n" for word in words)
    with socket.create_connection((redis["redis_host"], int(redis["redis_port"])), PLENTY_SECONDS) as connection:
        connection.sendall(f"*2\r\n$6\r\nSELECT\r\n$1\r\n{redis['redis_database']}\r\n{command}".encode())
        with connection.makefile("rb") as responses:
            assert responses.readline() == b"+OK\r\n"
            return responses.readline().strip()


def start_in_child(then: str) -> tuple[subprocess.Popen[str], str, Path]:
    """Run emulators in another process: that process, a URL and the folder of local files."""
    process = subprocess.Popen([sys.executable, "-c", CHILD.format(then=then)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url, root = process.stdout.readline().split()
    process.stdout.close()
    return process, url, Path(root)


def own_processes() -> set[int]:
    """The running children of this process."""
    return {int(folder.name) for folder in Path("/proc").glob("[0-9]*") if parent_of(folder) == os.getpid()}


def parent_of(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # it has ended
        return 0


def test_s3_has_the_seeded_objects(running: EmulatorAddresses) -> None:
    bucket = f"{running['s3_endpoint']}/{running['s3_bucket']}"
    listed = httpx.get(bucket, params={"list-type": "2", "prefix": running["prefix"]}, timeout=PLENTY_SECONDS)
    assert [name in listed.text for name in fixtures.TASKS] == [True, True]
    owner = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={running['s3_access_key']}/20260101/us-east-1/s3/aws4_request"
    }
    assert httpx.get(f"{bucket}/tasks/first.json", headers=owner).content == fixtures.TASKS["tasks/first.json"]
    assert "NoSuchBucket" in httpx.get(f"{running['s3_endpoint']}/elsewhere").text


def test_gcs_has_the_seeded_objects(running: EmulatorAddresses) -> None:
    objects = f"{running['gcs_endpoint']}/storage/v1/b/{running['gcs_bucket']}/o"
    items = httpx.get(objects, timeout=PLENTY_SECONDS).json()["items"]
    assert [item["name"] for item in items] == list(fixtures.TASKS)
    assert [httpx.get(item["mediaLink"]).content for item in items] == list(fixtures.TASKS.values())


def test_gcs_gives_tokens_to_its_service_account(running: EmulatorAddresses) -> None:
    uri = json.loads(running["gcs_credentials"])["token_uri"]
    response = httpx.post(uri, data={"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "a.b.c"})
    assert response.json()["token_type"] == "Bearer"


def test_redis_has_the_seeded_keys(running: EmulatorAddresses) -> None:
    assert redis_response(running, "DBSIZE") == b":2"
    assert redis_response(running, "GET", "tasks/first.json") == b"+" + fixtures.TASKS["tasks/first.json"]


def test_redis_knows_its_password(running: EmulatorAddresses) -> None:
    assert redis_response(running, "AUTH", running["redis_password"]) == b"+OK"
    assert redis_response(running, "AUTH", "another").startswith(b"-")


def test_local_files_are_the_seeded_ones(running: EmulatorAddresses) -> None:
    tasks = Path(running["local_tasks"])
    assert {f"{tasks.name}/{file.name}": file.read_bytes() for file in tasks.iterdir()} == fixtures.TASKS
    assert list(Path(running["local_export"]).iterdir()) == []


def test_azure_knows_who_has_no_key(running: EmulatorAddresses) -> None:
    response = httpx.get(f"{running['azure_endpoint']}/{running['azure_container']}", params={"restype": "container"})
    assert (response.status_code, response.headers["x-ms-error-code"]) == (403, "AuthenticationFailed")


def test_model_and_webhook_receiver_respond(running: EmulatorAddresses) -> None:
    assert httpx.get(f"{running['model_url']}/health").json()["status"] == "UP"
    assert httpx.post(running["hook_url"], json={"action": "TASKS_CREATED"}).status_code == 200
    assert httpx.get(running["deliveries_url"]).json()[-1]["body"] == {"action": "TASKS_CREATED"}


def test_nothing_gets_through_the_refusing_proxy(running: EmulatorAddresses) -> None:
    with httpx.Client(proxy=running["refusing_proxy"]) as client:
        assert client.get("http://elsewhere.test/").status_code == 403
        with pytest.raises(httpx.ProxyError):
            client.get("https://elsewhere.test/")


def test_two_sets_of_emulators_share_no_port_and_no_folder(running: EmulatorAddresses) -> None:
    with emulators() as other:
        addresses = [name for name in running if name.endswith(("_url", "_endpoint", "_port", "_root", "_proxy"))]
        assert addresses
        assert [name for name in addresses if running[name] == other[name]] == []


def test_they_end_with_the_block() -> None:
    with emulators() as found:
        assert listens(found["hook_url"])
    assert not listens(found["hook_url"])
    assert not Path(found["local_root"]).exists()


def test_they_end_with_a_block_that_fails() -> None:
    with pytest.raises(LookupError), emulators() as found:
        raise LookupError
    assert not listens(found["hook_url"])
    assert not Path(found["local_root"]).exists()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_they_end_with_the_process_that_started_them(how: signal.Signals) -> None:
    process, url, root = start_in_child("time.sleep(600)")
    process.send_signal(how)
    process.wait(PLENTY_SECONDS)
    assert wait_until(lambda: not listens(url))
    assert wait_until(lambda: not root.exists())


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")
def test_no_folder_is_left_when_they_are_killed() -> None:
    before = own_processes()
    with emulators() as found:
        [process] = own_processes() - before
        os.kill(process, signal.SIGKILL)
        assert wait_until(lambda: not listens(found["hook_url"]))
    assert not Path(found["local_root"]).exists()


def test_secrets_are_not_in_the_repr(running: EmulatorAddresses) -> None:
    secrets = Secrets.among(running).values
    assert len(secrets) == 6
    assert [value for value in secrets if value in repr(running)] == []
