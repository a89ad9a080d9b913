"""Altered copies of the real 2.0.7: each alteration is reported as its own change, and nothing else is reported.

Each of the few copies holds several unrelated alterations, because a comparison takes half a minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from conformance.change import Change, Impact
from conformance.targets.target import Target
from tests.integration.releases.conftest import Compare, copied

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("altered upgrades")]

METADATA = "METADATA"
GRAVE = {Impact.BREAKING, Impact.RISKY}

DESCRIPTION = '''\
    description: typing.Optional[str] = pydantic.Field(default=None)
    """
    Workspace description
    """

'''


@dataclass(frozen=True)
class Alteration:
    """Texts of one file that are replaced everywhere, for both clients.

    `breaks` and `risks` are the ids of the changes that must report it, by impact.
    """

    name: str
    file: str
    edits: Sequence[tuple[str, str]]
    breaks: Sequence[str] = ()
    risks: Sequence[str] = ()


ARGUMENTS = [
    Alteration(
        "an optional parameter is gone", "workspaces/client.py",
        [
            ("        is_personal: typing.Optional[bool] = None,\n", ""),
            ('"is_personal": is_personal,\n                "ordering"', '"ordering"'),
        ],
        breaks=["parameter_removed: workspaces.list.is_personal"],
    ),
    Alteration(
        "a parameter has to be given", "projects/pauses/client.py",
        [
            (
                "reason: ReasonEnum,\n        verbose_reason: typing.Optional[str] = OMIT",
                "reason: ReasonEnum,\n        verbose_reason: typing.Optional[str]",
            )
        ],
        breaks=["parameter_now_required: projects.pauses.create.verbose_reason"],
    ),
    Alteration(
        "a parameter has another name", "prompts/indicators/client.py",
        [("indicator_key: str,", "key: str,"), ("jsonable_encoder(indicator_key)", "jsonable_encoder(key)")],
        breaks=["parameter_renamed: prompts.indicators.get.indicator_key"],
    ),
    Alteration(
        "a parameter has another default", "webhooks/client.py",
        [("project: typing.Optional[str] = None", 'project: typing.Optional[str] = "1"')],
        breaks=["parameter_default_changed: webhooks.list.project"],
    ),
    Alteration(
        "two parameters change places", "prompts/versions/client.py",
        [
            (
                "def cost_estimate(\n        self, prompt_id: int, version_id: int,",
                "def cost_estimate(\n        self, version_id: int, prompt_id: int,",
            )
        ],
        breaks=["parameter_order_changed: prompts.versions.cost_estimate"],
    ),
    Alteration(
        "a parameter has another type", "predictions/client.py",
        [("score: typing.Optional[float] = OMIT", "score: typing.Optional[str] = OMIT")],
        breaks=[
            "parameter_type_changed: predictions.create.score",
            "parameter_type_changed: predictions.update.score",
        ],
    ),
    Alteration(
        "an operation is gone", "versions/client.py",
        [("def get(", "def _get(")],
        breaks=["operation_removed: versions.get"],
    ),
    Alteration(
        "fewer versions of Python will do", METADATA,
        [("Requires-Python: >=3.9,<4", "Requires-Python: >=3.10,<4")],
        breaks=["requires_python_narrowed: (package)"],
    ),
    Alteration(
        "fewer versions of a dependency will do", METADATA,
        [("httpx (>=0.21.2)", "httpx (>=0.28)")],
        risks=["dependency_tightened: (package).httpx"],
    ),
]  # fmt: skip

REQUESTS = [
    Alteration(
        "another verb", "session_policy/client.py",
        [('method="PATCH"', 'method="PUT"')],
        breaks=["http_method_changed: session_policy.update"],
    ),
    Alteration(
        "another segment of the path", "session_policy/client.py",
        [('"api/session-policy/",\n            method="GET"', '"api/session_policy/",\n            method="GET"')],
        breaks=["path_changed: session_policy.get"],
    ),
    Alteration(
        "two parameters change places in the path", "prompts/runs/client.py",
        [
            (
                "prompts/{jsonable_encoder(prompt_id)}/versions/{jsonable_encoder(version_id)}/",
                "prompts/{jsonable_encoder(version_id)}/versions/{jsonable_encoder(prompt_id)}/",
            )
        ],
        breaks=["path_changed: prompts.runs.list", "path_changed: prompts.runs.create"],
    ),
    Alteration(
        "a query parameter has another name on the wire", "webhooks/client.py",
        [('params={\n                "project": project', 'params={\n                "project_id": project')],
        breaks=["wire_name_changed: webhooks.list.project"],
    ),
    Alteration(
        "a field of the body has another name on the wire", "views/client.py",
        [('"ids": ids', '"view_ids": ids')],
        breaks=["wire_name_changed: views.update_order.ids"],
    ),
    Alteration(
        "an argument is not sent", "tokens/client.py",
        [('"api/token/rotate/",\n            method="POST",\n            json={\n                "refresh": refresh,\n',
          '"api/token/rotate/",\n            method="POST",\n            json={\n')],
        breaks=["parameter_moved: tokens.rotate.refresh"],
    ),
    Alteration(
        "a header is not sent", "core/client_wrapper.py",
        [('            "X-Fern-Language": "Python",\n', "")],
        risks=["header_changed: (package).x-fern-language"],
    ),
    Alteration(
        "another scheme of authorization", "core/client_wrapper.py",
        [('f"Token {', 'f"Api-Key {')],
        breaks=["header_changed: (package).authorization"],
    ),
]  # fmt: skip

MODELS = [
    Alteration(
        "a field is gone", "types/workspace.py",
        [(DESCRIPTION, "")],
        breaks=["field_removed: types.workspace.Workspace.description"],
    ),
    Alteration(
        "a field may be None", "types/session_timeout_policy.py",
        [("created_at: dt.datetime", "created_at: typing.Optional[dt.datetime] = None")],
        breaks=["field_now_optional: types.session_timeout_policy.SessionTimeoutPolicy.created_at"],
    ),
    Alteration(
        "a field has another name on the wire", "types/version_response.py",
        [('alias="label-studio-frontend"', 'alias="lsf-frontend"')],
        breaks=["field_alias_changed: types.version_response.VersionResponse.label_studio_frontend"],
    ),
    Alteration(
        "an enum lists less, and admits others", "types/reason_enum.py",
        [(', "CUSTOM_SCRIPT"', "")],
        risks=["enum_member_removed: types.reason_enum.ReasonEnum.CUSTOM_SCRIPT"],
    ),
    Alteration(
        "a name is not exported", "__init__.py",
        [("    Hotkeys,\n", ""), ('    "Hotkeys",\n', "")],
        breaks=["export_removed: label_studio_sdk.Hotkeys"],
    ),
    Alteration(
        "a helper gives another result", "label_interface/control_tags.py",
        [('"maximum": max_rating', '"maximum": max_rating + 1')],
        risks=["helper_result_changed: label_interface.interface.LabelInterface.to_json_schema.JSON schema"],
    ),
]  # fmt: skip

RESPONSES = [
    Alteration(
        "a status raises another class", "activity_logs/client.py",
        [
            ("errors.not_found_error import NotFoundError", "errors.forbidden_error import ForbiddenError"),
            ("raise NotFoundError(", "raise ForbiddenError("),
        ],
        breaks=[
            "error_class_changed: activity_logs.list.status 404",
            "error_body_changed: activity_logs.list.status 404 status",  # the class declares status 403
        ],
    ),
    Alteration(
        "a status has no class of its own", "tokens/client.py",
        [
            (
                """\
            if _response.status_code == 400:
                raise BadRequestError(
                    typing.cast(
                        typing.Optional[typing.Any],
                        construct_type(
                            type_=typing.Optional[typing.Any],  # type: ignore
                            object_=_response.json(),
                        ),
                    )
                )
""",
                "",
            )
        ],
        breaks=["error_class_changed: tokens.rotate.status 400"],
    ),
    Alteration(
        "a status is no error", "billing/client.py",
        [("200 <= _response.status_code < 300", "200 <= _response.status_code < 405")],
        breaks=["error_outcome_changed: billing.info.an error status"],
        risks=["redirect_changed: billing.info"],
    ),
    Alteration(
        "retries by default", "core/http_client.py",
        [
            (
                'request_options.get("max_retries", 0) if request_options is not None else 0',
                'request_options.get("max_retries", 1) if request_options is not None else 1',
            )
        ],
        risks=["retry_count_changed: (package).status 408, 409, 429, 500, 501, 502, 503, 504, 508"],
    ),
    Alteration(
        "another time limit", "base_client.py",
        [("else 60 if httpx_client", "else 30 if httpx_client")],
        risks=[
            "timeout_changed: (package).default",
            "helper_result_changed: base_client.LabelStudioBase.time limit of a new client",
        ],
    ),
    Alteration(
        "a pager stops early", "workspaces/members/paginated/client.py",
        [("_has_next = True", "_has_next = page < 2")],
        breaks=["pager_changed: workspaces.members.paginated.list.items"],
    ),
    Alteration(
        "a value of the response differs", "versions/client.py",
        [("object_=_response.json()", 'object_={**_response.json(), "release": "1"}')],
        breaks=["result_changed: types.version_response.VersionResponse.release"],
        risks=["malformed_response_changed: versions.get"],  # null is no mapping
    ),
]  # fmt: skip

DOCUMENTATION = [
    Alteration(
        "other words", "session_policy/client.py",
        [("Retrieve session timeout policy for", "Get the session timeout policy of")],
    ),
    Alteration(
        "another comment beside operations", "tasks/client.py",
        [("# this is used as the default value", "# The default value")],
    ),
    Alteration(
        "another comment beside helpers", "label_interface/interface.py",
        [("\ndef _fix_choices(config):", "\n# Mends choices.\ndef _fix_choices(config):")],
    ),
    Alteration(
        "other line ends", "types/workspace.py",
        [("\n", "\r\n")],
    ),
]  # fmt: skip

GROUPS = {"calls": [*ARGUMENTS, *REQUESTS, *DOCUMENTATION], "values": [*MODELS, *RESPONSES]}


def alter(copy: Path, target: Target, alteration: Alteration) -> None:
    about = next(copy.glob("*.dist-info"))
    file = about / METADATA if alteration.file == METADATA else copy / target.package / alteration.file
    text = file.read_text(encoding="utf-8")
    for old, new in alteration.edits:
        assert old in text, f"{alteration.file} has no {old!r}"
        text = text.replace(old, new)
    file.write_bytes(text.encode())


@pytest.fixture(params=GROUPS)
def altered(
    request: pytest.FixtureRequest, target: Target, compare: Compare, tmp_path: Path
) -> tuple[Sequence[Alteration], Sequence[Change]]:
    group = GROUPS[request.param]
    copy = copied("2.0.7", target, tmp_path / request.param)
    for alteration in group:
        alter(copy, target, alteration)
    report = compare("2.0.7", str(copy))
    assert [row.path for row in report.unexplained] == []
    return group, report.changes


def test_each_alteration_is_reported_and_nothing_else(altered: tuple[Sequence[Alteration], Sequence[Change]]) -> None:
    group, changes = altered
    expected = {id_ for alteration in group for id_ in (*alteration.breaks, *alteration.risks)}
    grave = [  # a helper that calls an altered operation changes, too
        change
        for change in changes
        if change.impact in GRAVE and (change.id in expected or not change.id.startswith("helper_"))
    ]
    assert {change.id for change in grave if change.impact is Impact.BREAKING} == {
        id_ for a in group for id_ in a.breaks
    }
    assert {change.id for change in grave if change.impact is Impact.RISKY} == {id_ for a in group for id_ in a.risks}
    assert [change.id for change in grave if not change.confirmed] == []
    for alteration in group:
        files = {file for change in changes for file in change.files}
        assert any(file.endswith(alteration.file) for file in files), alteration.name
