"""Two recordings of the same behaviour are equal. Replaced values keep their form, and values of the caller stay."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.cassettes.interaction import Interaction, Provenance
from conformance.cassettes.matching import differences
from conformance.cassettes.normalise.identifiers import numbered_kinds
from conformance.cassettes.normalise.recording import normalise
from conformance.generate.values import from_stored, to_stored
from conformance.servers.ledger import PREFIX
from conformance.wire import Request, Response, json_response

KINDS = numbered_kinds(["/api/projects/{id}/", "/api/tasks/{task_pk}/annotations/{id}/", "/api/{anything}/"])
RECORDED = Provenance(kind="recorded", server="1.23.2", sdk="2.1.2", edition="open source", date="2026-11-23")
JSON = (("content-type", "application/json"),)


def exchange(
    payload: Any = None, url: str = "/api/projects/17/", body: Any = None, case: str = "simplest",
    headers: tuple[tuple[str, str], ...] = JSON, **arguments: Any,
) -> Interaction:  # fmt: skip
    """An interaction with a JSON response; bytes are used as they are."""
    request = Request("GET", f"http://sdk.test{url}", JSON, b"" if body is None else body_bytes(body))
    return Interaction(
        operation="projects.get",
        request=request,
        response=Response(200, headers, body_bytes(payload)),
        provenance=RECORDED,
        case=case,
        step=0,
        arguments=arguments,
    )


def body_bytes(body: Any) -> bytes:
    """The bytes of a body."""
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def normal(*interactions: Interaction, **known: Mapping[Any, Any]) -> list[Interaction]:
    """The normalised interactions."""
    return normalise(interactions, kinds=KINDS, **known)


def normalised(payload: Any, **more: Any) -> Any:
    """The JSON of a normalised response."""
    return json.loads(normal(exchange(payload, **more))[0].response.content)


def test_an_identifier_is_the_same_everywhere() -> None:
    payload = {"id": 17, "organization": 4, "created_by": {"id": 9}, "tasks": [{"id": 31, "project": 17}], "owner": 9}
    [got] = normal(exchange(payload, id=17))
    assert got.request.url == "http://sdk.test/api/projects/1/"
    assert got.arguments == {"id": 1}
    assert json.loads(got.response.content) == {
        "id": 1, "organization": 4, "created_by": {"id": 1}, "tasks": [{"id": 1, "project": 1}], "owner": 1,
    }  # fmt: skip


@given(st.lists(st.integers(1, 40), unique=True, min_size=5, max_size=5))
def test_the_numbers_that_a_server_assigns_make_no_difference(numbers: list[int]) -> None:
    def recorded(project: int, other: int, task: int, annotation: int, user: int) -> list[Interaction]:
        task_answer = {"id": task, "project": project, "annotations": [{"id": annotation, "completed_by": user}]}
        return normal(
            exchange(
                {"count": 2, "results": [{"id": project}, {"id": other}]}, f"/api/projects/?ids={project},{other}"
            ),
            exchange(task_answer, f"/api/tasks/{task}/?project={project}", case="other", id=str(task)),
            exchange(
                {"tasks": [task], "annotation_ids": [annotation]}, f"/api/projects/{project}/", {"included": [task]}
            ),
        )

    assert recorded(*numbers) == recorded(1, 2, 3, 4, 5)


def test_a_number_that_counts_stays() -> None:
    payload = {
        "total": 17,
        "task_number": 31,
        "tasks": 31,
        "total_annotations": 17,
        "page": 17,
        "score": 0.17,
        "zip": "17",
    }
    assert normalised(payload) == payload


def test_a_fixed_number_stays_everywhere() -> None:
    [got] = normal(exchange(url="/api/projects/999999999/", id=999999999), ids={999999999: 999999999})
    assert (got.request.path, got.arguments) == ("/api/projects/999999999/", {"id": 999999999})


def test_cases_do_not_change_each_other() -> None:
    cases = [exchange({"id": f"5064a091-76a2-4349-aedd-317a44e71be{n}"}, case=str(n)) for n in range(3)]
    assert normal(*cases)[1:] == normal(*cases[1:])


def test_a_known_port_is_replaced() -> None:
    [got] = normal(exchange({"port": 41234, "import": 1}, redis_port="41234", port=8080), ids={41234: 6379})
    assert (json.loads(got.response.content), got.arguments) == (
        {"port": 6379, "import": 1}, {"redis_port": "6379", "port": 8080},
    )  # fmt: skip


@pytest.mark.parametrize("text", ["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjQxMDI0NDQ4MDB9.SCRUBBED", "0" * 40])
def test_placeholders_stay(text: str) -> None:
    assert normalised({"token": text}) == {"token": text}


@pytest.mark.parametrize(
    ("name", "time", "stable"),
    [
        ("created_at", "2026-11-23T18:57:11.123450Z", "2026-01-01T00:00:00.123456Z"),
        ("updated_at", "2026-11-23T18:57:11+02:00", "2026-01-01T02:00:00+02:00"),
        ("seen", "2026-11-23 18:57", "2026-01-01 01:00"),
        ("expires", "Mon, 23 Nov 2026 18:57:11 GMT", "Fri, 01 Jan 2027 00:00:00 GMT"),
        ("day", "2026-11-23", "2026-01-01"),
        ("day", "2020-02-29", "2020-02-29"),
        ("file", "project-17-at-2026-11-23-18-57-0a1b2c3d.json", "project-17-at-2026-01-01-00-00-00000001.json"),
        ("title", "export-at-2026-11-23-19-28", "export-at-2026-01-01-00-00"),
        ("created_ago", "2\xa0minutes", "0\xa0minutes"),
        ("id", "5064a091-76a2-4349-aedd-317a44e71be4", "00000000-0000-4000-8000-000000000001"),
        ("md5", "61242e33b91a352bb2a349b932fc3405", "00000000000000000000000000000001"),
        ("key", "7fcMtXKfZvOsHGuk9v55kbnV3Zra6FCk9MTHfKpS", "Token" + "1".zfill(35)),
        ("file", "/data/upload/17/ab12cd34-x.json", "/data/upload/1/00000001-x.json"),
        ("hook", "http://127.0.0.1:18617/hook?x=1", "http://127.0.0.1:40001/hook?x=1"),
        ("path", "/tmp/tmpab12/data.csv", "/tmp/folder1/data.csv"),
        ("duration", 0.0621, 0.5),
        ("updated", 1795460231, 1767232800),
        ("updated_ms", 1795460231123.5, 1767232800000.0),
        ("zero", "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000"),
        ("title", f"{PREFIX}7-312 and {PREFIX}7-4", f"{PREFIX}0-1 and {PREFIX}0-2"),
        ("nested", '{"created": "2026-11-23T18:57:11Z"}', '{"created": "2026-01-01T00:00:00Z"}'),
    ],
)  # fmt: skip
def test_a_volatile_value_becomes_one_of_the_same_form(name: str, time: Any, stable: Any) -> None:
    assert normalised({name: time}) == {name: stable}


def test_a_time_that_the_caller_sent_stays() -> None:
    sent_time = "2026-11-23T18:57:11.000000Z"
    assert normalised({"created_at": sent_time}, body={"created_at": "2026-11-23T18:57:11Z"}) == {
        "created_at": sent_time
    }
    assert normalised({"created_at": sent_time}, start={"$datetime": "2026-11-23T18:57:11+00:00"}) == {
        "created_at": sent_time
    }


def test_every_other_byte_of_a_body_stays() -> None:
    body = b'{"id" :  17,\n"text":"\\u00e9\xc3\xa9 17","number":1.50e3, "id":17}'
    assert normal(exchange(body))[0].response.content == body.replace(b"17,", b"1,").replace(b"17}", b"1}")


def test_known_texts_are_replaced() -> None:
    known = {"http://127.0.0.1:8080": "http://sdk.test", "run-ab12": "run"}
    payload = {"next": "http://127.0.0.1:8080/api/projects/?page=2", "title": "run-ab12 a"}
    [got] = normal(
        exchange(payload, url="/api/projects/?url=http%3A%2F%2F127.0.0.1%3A8080", title="run-ab12 a"), texts=known
    )
    assert json.loads(got.response.content) == {"next": "http://sdk.test/api/projects/?page=2", "title": "run a"}
    assert got.request.url == "http://sdk.test/api/projects/?url=http%3A%2F%2Fsdk.test"
    assert got.arguments == {"title": "run a"}


def test_transfer_headers_are_left_out_and_the_length_is_right() -> None:
    body = b'{"id":17}'
    headers = (
        ("Date", "today"),
        ("Content-Length", "9"),
        ("ETag", 'W/"x"'),
        ("Filename", "project/17/project-17.json"),
        *JSON,
    )
    [got] = normal(exchange(body, headers=headers))
    assert got.response.headers == (
        ("Content-Length", "8"), ("ETag", 'W/"1"'), ("Filename", "project/1/project-1.json"), *JSON,
    )  # fmt: skip


def test_a_multipart_body_has_a_constant_boundary() -> None:
    def upload(boundary: str) -> Interaction:
        body = f'--{boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--{boundary}--\r\n'.encode()
        headers = (("content-length", str(len(body))), ("content-type", f"multipart/form-data; boundary={boundary}"))
        request = Request("POST", "http://sdk.test/api/import", headers, body)
        return Interaction(operation="files.create", request=request, response=Response(201), provenance=RECORDED)

    [got] = normal(upload("abc"))
    assert [got] == normal(upload("0123456789abcdef0123456789abcdef"))
    assert [part.content for part in got.request.parts] == [b"b"]
    assert got.request.header("content-length") == str(len(got.request.content))


def test_identifiers_in_the_columns_of_a_table_are_replaced() -> None:
    table = b'"id","text","project"\r\n31,"17",17\r\n32,"x, y",17\r\n'
    [got] = normal(exchange(table, url="/api/tasks", headers=(("content-type", "text/csv"),)))
    assert got.response.content == b'"id","text","project"\r\n1,"17",1\r\n2,"x, y",1\r\n'


def test_an_archive_has_no_times_and_no_compression() -> None:
    def archive(second: int, method: int, project: int) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as packed:
            member = zipfile.ZipInfo("a.json", (2026, 11, 23, 18, 57, second))
            packed.writestr(member, json.dumps({"project": project}), method)
        return out.getvalue()

    first, second = archive(2, zipfile.ZIP_STORED, 5), archive(40, zipfile.ZIP_DEFLATED, 6)
    assert normal(exchange(first)) == normal(exchange(second))
    assert normal(exchange(b"PK\x03\x04 no archive")) == [exchange(b"PK\x03\x04 no archive", url="/api/projects/1/")]


def test_files_and_bytes_of_the_caller_stay() -> None:
    arguments: dict[str, Any] = {"file": {"$file": ["a.txt", "QUJD" * 9, "text/plain"]}, "raw": {"$bytes": "QUJD" * 9}}
    assert normal(exchange(**arguments))[0].arguments == arguments


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["id", "project", "created_at"]) | st.text(), inner)
    ),
)


@given(json_values)
def test_json_types_stay(payload: Any) -> None:
    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return [shape(item) for item in value.values()]
        return [shape(item) for item in value] if isinstance(value, list) else type(value)

    assert shape(normalised(payload)) == shape(json.loads(json.dumps(payload)))


@given(json_values)
def test_normalising_twice_is_normalising_once(payload: Any) -> None:
    once = normal(exchange(payload))
    assert normal(*once) == once


# ---- arguments keep matching their requests


SENT = {
    "project_id": ("path", "project"), "id": ("path", "task"), "parent_annotation": ("body", "parent_annotation"),
    "ids": ("query", "ids"), "page": ("query", "page"), "users_request_id": ("body", "id"),
    "due_at": ("body", "due_at"), "overlap": ("body", "overlap"), "folder": ("query", "folder"),
    "title": ("body", "title"),
}  # fmt: skip
INSTANTS = st.integers(1735689600, 1830297600).map(lambda second: dt.datetime.fromtimestamp(second, dt.timezone.utc))
FOLDERS = ["/data/upload/3/ab12cd34-x.csv", "2026-11-23", "/tmp/tmp81/a", "x, y&z=1"]
TITLES = ["conformance-7-3", "4", "51/ab12cd34-tasks.json", "5064a091-76a2-4349-aedd-317a44e71be4"]
calls = st.fixed_dictionaries(
    dict.fromkeys(("project_id", "id"), st.integers(1, 4)),
    optional={
        **dict.fromkeys(("parent_annotation", "page", "users_request_id", "overlap"), st.integers(1, 4)),
        "ids": st.lists(st.integers(1, 4), min_size=1, max_size=3),
        "due_at": st.sampled_from([dt.datetime(2025, 3, 4, 5, 6, 8, 891000, dt.timezone.utc)]) | INSTANTS,
        "folder": st.sampled_from(FOLDERS),
        "title": st.sampled_from(
            ["conformance-7-3", "4", "51/ab12cd34-tasks.json", "5064a091-76a2-4349-aedd-317a44e71be4"]
        ),
    },
)


def request_of(arguments: Mapping[str, Any]) -> Request:
    """The request of a small SDK: some arguments in the path, some in the query, the others in the body."""
    values = {
        name: value.isoformat().replace("+00:00", "Z") if isinstance(value, dt.datetime) else value
        for name, value in arguments.items()
    }
    places: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "body": {}}
    for name, value in values.items():
        where, there = SENT[name]
        places[where][there] = ",".join(map(str, value)) if isinstance(value, list) else value
    url = f"http://sdk.test/api/projects/{places['path']['project']}/tasks/{places['path']['task']}/annotations/"
    query = urlencode(places["query"])
    return Request("POST", f"{url}?{query}" if query else url, JSON, body_bytes(places["body"]))


def stored(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as a cassette stores them."""
    return {name: to_stored(value) for name, value in arguments.items()}


@given(st.lists(calls, min_size=1, max_size=4), st.dates(dt.date(2026, 11, 21), dt.date(2026, 11, 25)))
def test_a_call_with_normalised_arguments_sends_the_normalised_request(
    calls_made: list[dict[str, Any]], day: dt.date
) -> None:
    recorded = [
        Interaction(
            operation="annotations.create", request=request_of(arguments),
            response=json_response(201, {"id": 40 + number, **echoed(arguments)}),
            provenance=replace(RECORDED, date=day.isoformat()), case=f"call {number}", arguments=stored(arguments),
        )
        for number, arguments in enumerate(calls_made)
    ]  # fmt: skip
    for interaction in normal(*recorded):
        again = {name: from_stored(value) for name, value in interaction.arguments.items()}
        assert list(differences(interaction.request, request_of(again))) == []


def echoed(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments that the server returns, so that their times also come from the server."""
    returned: dict[str, Any] = json.loads(request_of(arguments).content)
    return returned


def test_an_argument_has_the_kind_of_the_value_that_was_sent() -> None:
    request = Request("POST", "http://sdk.test/api/tasks/5/annotations/", JSON, body_bytes({"parent_annotation": 5}))
    other = Interaction(
        operation="annotations.create",
        request=request,
        response=Response(201),
        provenance=RECORDED,
        case="other",
        step=0,
        arguments={},
    )
    both = replace(other, arguments={"id": 5, "parent_annotation": 5})
    earlier = exchange([{"id": 8}, {"id": 5}], "/api/annotations/", case="first")
    [_, got] = normal(earlier, both)
    assert (got.arguments, got.request.path, got.request.json) == (
        {"id": 1, "parent_annotation": 2}, "/api/tasks/1/annotations/", {"parent_annotation": 2},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("url", "arguments", "expected_url", "expected"),
    [
        ("/data/upload/51/ab12cd34-x.json", {"filename": "51/ab12cd34-x.json"},
         "/data/upload/1/00000001-x.json", {"filename": "1/00000001-x.json"}),
        ("/api/projects/?ids=9", {"ids": 9}, "/api/projects/?ids=1", {"ids": 1}),
        ("/api/projects/?ids=9%2C4", {"ids": "9,4"}, "/api/projects/?ids=1%2C2", {"ids": "1,2"}),
        ("/api/projects/9/", {"gone": 9}, "/api/projects/1/", {"gone": 1}),
        ("/api/projects/9/", {"gone": True}, "/api/projects/1/", {"gone": True}),
    ],
)  # fmt: skip
def test_an_argument_becomes_what_was_sent_for_it(
    url: str, arguments: dict[str, Any], expected_url: str, expected: dict[str, Any]
) -> None:
    [got] = normal(exchange(url=url, **arguments))
    assert (got.request.url, got.arguments) == (f"http://sdk.test{expected_url}", expected)


def test_a_time_of_the_caller_stays_even_if_the_server_has_it_from_an_earlier_case() -> None:
    due = "2025-03-04T05:06:08.891000"
    first = exchange({"due_at": f"{due}Z"}, case="a")
    second = exchange({"due_at": f"{due}Z"}, body={"due_at": f"{due}Z"}, case="b", due_at={"$datetime": f"{due}+00:00"})
    [_, got] = normal(first, second)
    assert got.arguments == {"due_at": {"$datetime": f"{due}+00:00"}}
    assert got.request.json == {"due_at": f"{due}Z"}


def test_a_time_from_the_server_is_sent_and_stored_alike() -> None:
    told_before = "2026-11-23T18:57:11.891000"
    first = exchange({"created_at": f"{told_before}Z"}, case="a")
    body = {"created_at": f"{told_before}Z"}
    [_, got] = normal(first, exchange(body=body, case="b", created_at={"$datetime": f"{told_before}+00:00"}))
    assert got.request.json == {"created_at": "2026-01-01T00:00:00.123456Z"}
    assert got.arguments == {"created_at": {"$datetime": "2026-01-01T00:00:00.123456+00:00"}}


def test_form_fields_change_with_the_arguments_and_files_stay() -> None:
    parts = {"project": ("", b"17"), "file": ('; filename="2026-11-23-a.txt"', b"2026-11-23 \xff")}
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (name.encode(), more.encode(), content)
        for name, (more, content) in parts.items()
    )
    headers = (("content-type", "multipart/form-data; boundary=x"),)
    request = Request("POST", "http://sdk.test/api/import", headers, body + b"--x--\r\n")
    [got] = normal(
        Interaction(
            operation="files.create",
            request=request,
            response=Response(201),
            provenance=RECORDED,
            case="simplest",
            step=0,
            arguments={"project": 17},
        )
    )
    assert got.arguments == {"project": 1}
    assert [(part.name, part.content) for part in got.request.parts] == [
        ("project", b"1"), ("file", b"2026-11-23 \xff"),
    ]  # fmt: skip
