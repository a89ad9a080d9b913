"""The places in an interaction where a secret can occur. A new redaction pattern gets a line here.

`PLACES` maps the name of each place to an interaction with a secret there.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from conformance.cassettes.interaction import Interaction, Provenance
from conformance.wire import Request, Response

RECORDED: Final = Provenance(kind="recorded", server="1.23.2", sdk="2.1.2", edition="community", date="2026-11-23")
WORD: Final = "hunter2-Zebra"  # a secret without a shape
DRAWN: Final = "kX9vT3bQz7LmP2wRs8Yd"
HEX: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"
JWT: Final = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjo0MiwiZXhwIjoxNzAwMDAwMDAwfQ.3q2-7wAAbCdEfGhIjKlMnOpQrStUvWxYz0123456789"
PEM: Final = (
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw\nggSjAgEAAoIBAQC7\n-----END PRIVATE KEY-----\n"
)
PERSON: Final = "ada.lovelace@analytical.engine.org"
JSON: Final = (("content-type", "application/json"),)
FORM: Final = (("content-type", "application/x-www-form-urlencoded"),)
TEXT: Final = (("content-type", "text/plain; charset=utf-8"),)
MULTIPART: Final = (("content-type", "multipart/form-data; boundary=b0undary"),)
URL: Final = "http://sdk.test/api/projects/1/"


@dataclass(frozen=True, slots=True)
class Planted:
    """An interaction, and the secrets in it."""

    interaction: Interaction
    secrets: tuple[str, ...]


def interaction(
    url: str = URL,
    sent: bytes = b"",
    sent_headers: tuple[tuple[str, str], ...] = (),
    got: bytes = b"{}",
    got_headers: tuple[tuple[str, str], ...] = JSON,
    *,
    status: int = 200,
    arguments: Mapping[str, Any] | None = None,
) -> Interaction:
    request = Request("POST", url, sent_headers, sent)
    return Interaction(
        operation="things.get",
        request=request,
        response=Response(status, got_headers, got),
        provenance=RECORDED,
        case="simplest",
        step=0,
        arguments=arguments or {},
    )


def got(payload: Any, *, status: int = 200) -> Interaction:
    """An interaction with a JSON response."""
    return interaction(got=json.dumps(payload, indent=1).encode(), status=status)


def json_request(payload: Any) -> Interaction:
    """An interaction with a JSON request."""
    return interaction(sent=json.dumps(payload).encode(), sent_headers=JSON)


def header(name: str, value: str) -> Interaction:
    """An interaction with a request header."""
    return interaction(sent_headers=((name, value),))


def text(body: str, *, status: int = 200) -> Interaction:
    """An interaction with a text response."""
    return interaction(got=body.encode(), got_headers=TEXT, status=status)


def parts(*pieces: str) -> Interaction:
    """An interaction with a multipart request; each part is a head and a body."""
    body = "".join(f"--b0undary\r\n{piece}\r\n" for piece in pieces) + "--b0undary--\r\n"
    return interaction(sent=body.encode(), sent_headers=MULTIPART)


def packed(name: str, content: str) -> bytes:
    """A ZIP archive of one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


def code(plain: str) -> str:
    """The text in base64."""
    return base64.b64encode(plain.encode()).decode()


def _headers() -> Iterator[tuple[str, Interaction, str]]:
    yield "authorization header, token", header("authorization", f"Token {HEX}"), HEX
    yield "authorization header, bearer", header("authorization", f"Bearer {JWT}"), JWT
    yield "authorization header, basic", header("authorization", f"Basic {code('admin:' + WORD)}"), WORD
    yield "authorization header, without a scheme", header("authorization", DRAWN), DRAWN
    yield "authorization header, signature of AWS", header(
        "authorization", f"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261123/s3, Signature={HEX}"
    ), HEX  # fmt: skip
    for name in ("proxy-authorization", "x-api-key", "x-csrftoken", "x-amz-security-token", "x-goog-api-key"):
        yield f"{name} header", header(name, DRAWN), DRAWN
    yield "x-auth-token header of a short word", header("x-auth-token", "zebra77"), "zebra77"
    yield "cookie header", header("cookie", f"sessionid={DRAWN}; theme=dark"), DRAWN
    cookie = f"sessionid={DRAWN}; expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly; Path=/"
    yield "set-cookie header", interaction(got_headers=(*JSON, ("set-cookie", cookie))), DRAWN
    several = f"a={WORD}; Path=/, csrftoken={DRAWN}; Max-Age=3"
    yield "set-cookie header of several", interaction(got_headers=(*JSON, ("Set-Cookie", several))), DRAWN
    place = f"https://sdk.test/user/signup/?token={DRAWN}"
    yield "location header", interaction(got_headers=(("location", place),), status=302), DRAWN
    yield "referer header", header("referer", f"http://sdk.test/?access_token={WORD}"), WORD
    yield "link header", header("link", f'<http://sdk.test/?page=2&api_key={WORD}>; rel="next"'), WORD
    yield "content-disposition header", header("content-disposition", f'attachment; filename="{PERSON}.csv"'), PERSON


def _fields() -> Iterator[tuple[str, Interaction, str]]:
    names = (
        "token", "api_key", "apiKey", "password", "secret", "aws_secret_access_key", "aws_session_token", "account_key",
        "aws_access_key_id", "client_secret", "connection_string", "sas_token", "auth_token", "basic_auth_pass",
        "user_delegation_key", "private_key", "refresh_token", "task_data_password", "reset_token", "invite_hash",
        "X-Amz-Credential", "new_password1", "google_application_credentials",
    )  # fmt: skip
    for name in names:
        yield f"field `{name}` of a request", json_request({"title": "t", name: WORD}), WORD
        yield f"field `{name}` of a response", got([{"id": 1, name: WORD}]), WORD
    yield "field of a short word", json_request({"password": "abc"}), '"abc"'
    yield "field of digits", json_request({"otp": "918273"}), "918273"
    yield "field that is a number", json_request({"pin": 918273}), "918273"
    yield "field with escapes in its name", interaction(got=b'{"pass\\u0077ord": "%s"}' % WORD.encode()), WORD
    yield "field deep in lists and objects", got({"a": [{"b": [[{"storage": {"secret_key": WORD}}]]}]}), WORD
    yield "list under a secret's name", got({"passwords": ["x", WORD]}), WORD
    yield "object under a secret's name", got({"credentials": {"user": "u", "value": WORD}}), WORD
    yield "field of a name that may be secret", got({"key": DRAWN}), DRAWN
    yield "JSON in a string", got({"config": json.dumps({"password": WORD})}), WORD
    yield "JSON in JSON in a string", got({"a": json.dumps({"b": json.dumps({"token": WORD})})}), WORD
    account = json.dumps({"type": "service_account", "private_key_id": DRAWN, "private_key": PEM})
    yield (
        "service account, its private key",
        json_request({"google_application_credentials": account}),
        "MIIEvQIBADANBgkqhki",
    )
    yield "service account, its key's id", json_request({"google_application_credentials": account}), DRAWN
    yield "key of an object", got({"roles": {PERSON: "admin"}}), PERSON
    yield "JSON Lines", text(json.dumps({"id": 1}) + "\n" + json.dumps({"id": 2, "token": WORD}) + "\n"), WORD
    yield "argument of the call", interaction(arguments={"request": {"api_key": WORD}}), WORD
    yield "model among the arguments", interaction(
        arguments={"request": {"$model": ["types.storage.Storage", {"account_key": WORD}]}}
    ), WORD  # fmt: skip


def _addresses() -> Iterator[tuple[str, Interaction, str]]:
    for name in ("token", "api_key", "access_token", "sig", "password", "X-Amz-Signature", "X-Goog-Signature"):
        yield f"query parameter `{name}`", interaction(f"{URL}?page=1&{name}={WORD}"), WORD
    yield "query parameter that is an address", interaction(f"{URL}?email={quote(PERSON)}"), PERSON
    yield "query parameter that is JSON", interaction(f"{URL}?query={quote(json.dumps({'token': WORD}))}"), WORD
    yield "query parameter that is a URL", interaction(f"{URL}?next={quote(f'https://x.org/?token={WORD}', '')}"), WORD
    yield "query parameter in base64", interaction(f"{URL}?fileuri={code('s3://b/k?token=' + WORD)}"), WORD
    yield "fragment", got({"url": f"https://x.org/callback#access_token={WORD}&state=1"}), WORD
    yield "user and password of a URL", got({"dsn": f"postgres://admin:{WORD}@db.internal:5432/ls"}), WORD
    yield "path of an invitation", interaction(f"http://sdk.test/user/invite/{DRAWN}/"), DRAWN
    yield "path of a password reset", got({"link": f"https://x.org/reset/MQ/{DRAWN}/"}), DRAWN
    yield "path step that is an e-mail address", interaction(f"http://sdk.test/api/users/{quote(PERSON, '')}/"), PERSON
    yield "invitation link", got({"invite_url": f"/user/signup/?token={DRAWN}"}), DRAWN
    s3 = f"https://b.s3.amazonaws.com/k.jpg?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F2026&X-Amz-Signature={HEX}&X-Amz-Expires=9"
    yield "presigned URL of S3", got({"data": {"image": s3}}), HEX
    yield "presigned URL of S3, its key", got({"data": {"image": s3}}), "AKIAIOSFODNN7EXAMPLE"
    old = f"https://b.s3.amazonaws.com/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature={DRAWN}%3D&Expires=1"
    yield "presigned URL of S3, as it was", got(old), DRAWN
    gcs = f"https://storage.googleapis.com/b/k?GoogleAccessId={PERSON}&X-Goog-Signature={HEX}"
    yield "presigned URL of GCS", got({"image": gcs}), HEX
    yield (
        "presigned URL of Azure",
        got({"i": f"https://a.blob.core.windows.net/c/k?sv=2026&sig={quote(DRAWN + '+/=')}"}),
        DRAWN,
    )
    yield "presigned URL in a sentence", text(f"cannot read <{s3}>, try again"), HEX
    yield "presigned URL with escaped slashes", interaction(
        got=json.dumps({"i": s3}).replace("/", "\\/").encode()
    ), HEX  # fmt: skip


def _bodies() -> Iterator[tuple[str, Interaction, str]]:
    form = f"user=ada&password={quote(WORD + ' é')}&next=%2F"
    yield "form field", interaction(sent=form.encode(), sent_headers=FORM), WORD
    yield "nested form field", interaction(sent=f"user%5Bpassword%5D={WORD}".encode(), sent_headers=FORM), WORD
    yield "multipart field", parts(f'Content-Disposition: form-data; name="api_key"\r\n\r\n{WORD}'), WORD
    head = 'Content-Disposition: form-data; name="file"; filename="{}"\r\nContent-Type: application/json\r\n\r\n'
    yield "file of JSON", parts(head.format("t.json") + json.dumps([{"token": WORD}])), WORD
    yield "name of a file", parts(head.format(f"{PERSON}.json") + "[]"), PERSON
    csv = f"id,email\r\n1,{PERSON}\r\n"
    yield "file of CSV", parts('Content-Disposition: form-data; name="f"; filename="t.csv"\r\n\r\n' + csv), PERSON
    yield "gzip", interaction(got=gzip.compress(b'{"token": "%s"}' % WORD.encode(), mtime=0)), WORD
    yield "file of an archive", interaction(got=packed("a.json", json.dumps({"by": PERSON}))), PERSON
    yield "bytes that are no text", interaction(got=b"\xff\x00" + f"mail {PERSON} now".encode() + b"\xfe"), PERSON
    yield "UTF-16", interaction(got=b"\xff\xfe" + json.dumps({"token": WORD}).encode("utf-16-le")), WORD
    page = f'<input type="hidden" name="csrfmiddlewaretoken" value="{DRAWN}">'
    yield "hidden field of an HTML page", text(page), DRAWN
    yield "JSON in base64", got({"blob": code(json.dumps({"secret": WORD, "n": 1}))}), WORD
    yield "PEM in base64", got({"blob": code(PEM)}), "MIIEvQIBADANBgkqhki"


def _texts() -> Iterator[tuple[str, Interaction, str]]:
    yield "JWT in a sentence", text(f"cannot verify {JWT}, sorry"), JWT
    yield "bearer token in a sentence", text(f"sent `Bearer {DRAWN}`"), DRAWN
    yield "token in a sentence", text(f"used Token {HEX}."), HEX
    yield "access key in a sentence", got({"detail": "The key AKIAIOSFODNN7EXAMPLE is unknown"}), "AKIAIOSFODNN7EXAMPLE"
    yield "PEM block in a text", text(f"cannot parse:\n{PEM}"), "MIIEvQIBADANBgkqhki"
    yield "PEM block that is cut", got({"e": PEM[:70]}), "MIIEvQIBADANBgkqhki"
    yield "connection string", text(f"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={DRAWN}==;E=f"), DRAWN
    yield "e-mail address", got({"email": PERSON, "id": 1}), PERSON
    yield "e-mail address in a sentence", got({"detail": f"User {PERSON} does not exist."}), PERSON
    yield "e-mail address in HTML", text(f"<a href='mailto:{PERSON.replace('@', '&#64;')}'>"), "ada.lovelace"
    yield "assignment in a log", text(f"INFO env AWS_SECRET_ACCESS_KEY={DRAWN} started"), DRAWN
    yield "dictionary of Python in a message", got({"detail": f"bad: {{'password': '{WORD}', 'n': 1}}"}), WORD
    yield "headers in a traceback", text(f"  headers={{'Authorization': 'Token {HEX}'}}\nKeyError", status=500), HEX
    yield "header line in a log", text(f"POST /x\nX-Api-Key: {DRAWN}\nAccept: */*\n"), DRAWN
    payload = {"detail": f"no bucket for {WORD}", "exc_info": f'File "s3.py"\nValueError: {WORD!r}'}
    yield "message that repeats what was sent", interaction(
        sent=json.dumps({"secret": WORD}).encode(), sent_headers=JSON, got=json.dumps(payload).encode(), status=500
    ), WORD  # fmt: skip
    yield "message that repeats it percent-encoded", interaction(
        f"{URL}?token={quote(DRAWN + '/é')}", got=json.dumps({"detail": f"{DRAWN}/é"}).encode(), status=400
    ), DRAWN  # fmt: skip
    refused = {"validation_errors": {"password": [f"`{WORD}` is too short."]}}
    yield "message under the name of the field", interaction(
        sent=json.dumps({"password": WORD}).encode(), sent_headers=JSON, got=json.dumps(refused).encode(), status=400
    ), WORD  # fmt: skip
    yield "key of GitHub", got({"note": "ghp_" + DRAWN + DRAWN[:16]}), DRAWN


PLACES: Final = {
    name: Planted(interaction, (secret,))
    for group in (_headers, _fields, _addresses, _bodies, _texts)
    for name, interaction, secret in group()
}
