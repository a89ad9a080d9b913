"""The machine and its user have the same names for every call, and headers about them are compared without these."""

from __future__ import annotations

import getpass
import os
import platform
import socket

from conformance.runtime.machine import HOST, USER, VARIABLES, described, names_of_machine, same_machine
from conformance.runtime.observation import SentRequest, own_headers
from conformance.runtime.surroundings import environment
from conformance.wire import Request

URL = "http://sdk.test/a"


def sent_with(**headers: str) -> SentRequest:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return SentRequest(request=Request("GET", URL, (("host", "sdk.test"), *pairs), b""), limit="60")


def test_every_way_to_the_names_of_machine_and_user_leads_to_the_same_names() -> None:
    with environment(VARIABLES), same_machine():
        hosts = {socket.gethostname(), socket.getfqdn(), platform.node(), platform.uname().node, os.uname().nodename}
        users = {getpass.getuser(), os.getlogin(), os.environ["USER"]}
        home = os.path.expanduser("~")  # noqa: PTH111  # as SDKs do
        system = (platform.system(), platform.release())
    assert (hosts, users, home) == ({HOST}, {USER}, f"/home/{USER}")
    assert system == (platform.system(), platform.release())


def test_the_names_are_as_before_afterwards() -> None:
    before = (socket.gethostname(), platform.node(), os.uname(), getpass.getuser, os.environ.get("HOME"))
    with environment(VARIABLES), same_machine():
        pass
    assert (socket.gethostname(), platform.node(), os.uname(), getpass.getuser, os.environ.get("HOME")) == before


def test_a_header_about_the_machine_is_compared_without_what_differs_between_machines() -> None:
    value = f"python/{platform.python_version()} on {platform.system().lower()}/{platform.release()}"
    assert described(value) == "python/{python} on {system}/{release}"
    assert described("x64") == ""


def test_a_header_about_the_machine_that_is_missing_is_in_the_profile() -> None:
    left_out = frozenset({"x-machine"})
    first = sent_with(x_sdk="acme", x_machine=f"python/{platform.python_version()}")
    usual = {"x-sdk": "acme", **own_headers(first.request, left_out)}
    assert first.text(usual, left_out) == f"GET {URL} | limit 60"
    assert sent_with(x_sdk="acme").text(usual, left_out) == f"GET {URL} | limit 60 | no x-machine"


def test_a_request_without_any_of_the_sdks_headers_lacks_none_about_the_machine() -> None:
    usual = {"x-sdk": "acme", "x-machine": ""}
    assert sent_with().text(usual, frozenset({"x-machine"})) == f"GET {URL} | limit 60 | no x-sdk"


def test_the_names_that_no_request_may_have_are_those_of_every_call() -> None:
    assert {HOST, USER} <= names_of_machine().keys()
