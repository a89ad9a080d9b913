"""Altered copies of the real 2.0.7: each has one named fault, and the check for this fault reports it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from conformance.targets.target import Target
from tests.integration.releases.conftest import Check, package_of

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Alteration:
    """One change of one file: `old` becomes `new`, at its occurrence number `at`; who has to notice, and where."""

    name: str
    file: str
    old: str
    new: str
    operation: str
    finding: str
    at: int = 0


SESSION = "session_policy/client.py"
ALTERATIONS = [
    Alteration(
        "a body field has another name", SESSION,
        '"max_session_age": max_session_age', '"session_age": max_session_age',
        "session_policy.update", "argument_misplaced: session_policy.update.max_session_age",
    ),
    Alteration(
        "an argument is dropped", SESSION,
        '"max_session_age": max_session_age,', "",
        "session_policy.update", "argument_not_sent: session_policy.update.max_session_age",
    ),
    Alteration(
        "omitted arguments are sent", SESSION,
        "omit=OMIT", "omit=None",
        "session_policy.update", "valid_call_refused: session_policy.update.simplest",
    ),
    Alteration(
        "the synchronous verb is another one", SESSION,
        'method="PATCH"', 'method="PUT"',
        "session_policy.update", "method_differs: session_policy.update",
    ),
    Alteration(
        "the path is another one", SESSION,
        '"api/session-policy/"', '"api/session_policy/"',
        "session_policy.get", "path_differs: session_policy.get",
    ),
    Alteration(
        "a value of the response is changed", SESSION,
        "object_=_response.json()", 'object_={**_response.json(), "max_session_age": 0}',
        "session_policy.get", "response_value_changed: session_policy.get.max_session_age",
    ),
    Alteration(
        "the model is another one", SESSION,
        "type_=SessionTimeoutPolicy,", "type_=typing.Any,",
        "session_policy.get", "wrong_model_class: session_policy.get",
    ),
    Alteration(
        "an error status passes for a success", SESSION,
        "if 200 <= _response.status_code < 300", "if 200 <= _response.status_code < 405",
        "session_policy.get", "error_not_raised: session_policy.get.404",
    ),
    Alteration(
        "a declared error class is not raised", "activity_logs/client.py",
        "raise NotFoundError(", "raise ApiError(status_code=404, body=",
        "activity_logs.list", "error_class_differs: activity_logs.list.404",
    ),
    Alteration(
        "the body of an error is lost", SESSION,
        "body=_response_json)", "body=None)",
        "session_policy.get", "error_body_lost: session_policy.get.404",
    ),
    Alteration(
        "only the asynchronous client is changed", SESSION,
        'method="PATCH"', 'method="PUT"',
        "session_policy.update", "async_request_differs: session_policy.update", at=1,
    ),
    Alteration(
        "a parameter has another name", SESSION,
        "max_session_age", "max_age",
        "session_policy.update", "parameter_missing: session_policy.update.max_session_age", at=-1,
    ),
    Alteration(
        "a model's field has another type", "types/session_timeout_policy.py",
        "max_session_age: typing.Optional[int]", "max_session_age: typing.Optional[str]",
        "session_policy.get", "model_field_changed: types.session_timeout_policy.SessionTimeoutPolicy.max_session_age",
    ),
    Alteration(
        "a model that was frozen can be changed", "types/file_upload.py",
        'extra="allow", frozen=True', 'extra="allow"',
        "files.get", "model_class_changed: types.file_upload.FileUpload.frozen",
    ),
    Alteration(
        "a list's request loses its filter on the second page", "tasks/client.py",
        "project=project,\n                    query=query", "query=query",
        "tasks.list", "pager_request_wrong: tasks.list",
    ),
    Alteration(
        "a stream loses its chunks after the first", "projects/exports/client.py",
        "yield _chunk\n                    return", "yield _chunk[1:]\n                    return",
        "projects.exports.download_sync", "stream_damaged: projects.exports.download_sync",
    ),
]  # fmt: skip


def altered(text: str, alteration: Alteration) -> str:
    """The text with one occurrence changed; all of them for `at` -1."""
    pieces = text.split(alteration.old)
    assert len(pieces) > alteration.at + 1, f"{alteration.file} has no {alteration.old!r}"
    if alteration.at < 0:
        return alteration.new.join(pieces)
    head, tail = pieces[: alteration.at + 1], pieces[alteration.at + 1 :]
    return alteration.old.join(head) + alteration.new + alteration.old.join(tail)


@pytest.mark.parametrize("alteration", ALTERATIONS, ids=lambda alteration: alteration.name)
def test_an_altered_sdk_is_found(alteration: Alteration, target: Target, check: Check, tmp_path: Path) -> None:
    copy = tmp_path / "altered"
    shutil.copytree(package_of("2.0.7", target), copy / target.package)
    file = copy / target.package / alteration.file
    file.write_text(altered(file.read_text(), alteration))
    status, document = check("--sdk", str(copy), "--approved", "2.0.7", "--operation", alteration.operation)
    assert status == 1
    new = [finding for finding in document["findings"] if finding["known"] is None]
    places = {
        f"{finding['check']}: {occurrence['operation']}.{occurrence['part']}".rstrip(".")
        for finding in new
        for occurrence in finding["occurrences"]
    }
    # a crash in shared code is a finding there, and names the operation
    assert alteration.finding in {finding["id"] for finding in new} | places


def test_an_unaltered_copy_is_silent(target: Target, check: Check, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(package_of("2.0.7", target), copy / target.package)
    status, document = check("--sdk", str(copy), "--approved", "2.0.7", "--operation", "session_policy.*")
    assert (status, document["verdict"]["new"]) == (0, 0)
