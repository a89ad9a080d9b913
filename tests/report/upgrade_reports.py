"""Hand-written upgrade reports: one with a change of every kind, one without changes, one with any number."""

from __future__ import annotations

from dataclasses import replace

from conformance.change import Change, FileRow, Hit, Impact, Level, Tier, Witness
from conformance.report.upgrade_report import RuleInfo, UpgradeReport, Usage

WORDS = "{}\n\nWhy it matters\n    Callers notice.\n\nBefore\n    it was\n\nAfter\n    it is\n\nWhat to do\n    Move."

RULES = tuple(
    RuleInfo(name, tier, summary, WORDS.format(summary))
    for name, tier, summary in (
        ("parameter_became_required", "surface", "A parameter that could be left out has to be given."),
        ("model_field_removed", "surface", "A field of a model is gone."),
        ("retry_count_changed", "behaviour", "A call is tried more or fewer times before it fails."),
        ("header_changed", "wire", "A header is sent with another value."),
        ("operation_added", "surface", "There is a new operation."),
        ("model_added", "surface", "There is a new model."),
        ("result_type_widened", "surface", "A result may be of more types than before."),
        ("docstring_changed", "documentation", "A docstring says something else."),
        ("dependency_added", "packaging", "The distribution needs another distribution."),
    )
)

UPDATE = (
    "from label_studio_sdk import LabelStudio\n\nclient = LabelStudio(base_url='http://offline', api_key='key')\n"
    "result = client.jwt_settings.update(api_tokens_enabled=True)\n"
)
HIT = Hit(
    file="tokens/rotate.py",
    line=41,
    column=5,
    text="client.jwt_settings.update(api_tokens_enabled=True)",
    uses="jwt_settings.update",
    advice="",
)

REQUIRED = Change(
    rule="parameter_became_required",
    tier=Tier.SURFACE,
    impact=Impact.BREAKING,
    level=Level.RUNTIME,
    subject="jwt_settings.update",
    part="api_token_ttl_days",
    message="`api_token_ttl_days` of `client.jwt_settings.update` has to be given; it could be left out.",
    before="api_token_ttl_days: int | None = OMIT",
    after="api_token_ttl_days: int",
    migration="Pass api_token_ttl_days=... to client.jwt_settings.update.",
    files=("label_studio_sdk/jwt_settings/client.py", "label_studio_sdk/jwt_settings/raw_client.py"),
    witness=Witness(
        program=UPDATE,
        by="run",
        old="POST /api/jwt/settings\nresult: LseJwtSettings(api_tokens_enabled=True)",
        new="TypeError: JwtSettingsClient.update() missing 1 required keyword-only argument: 'api_token_ttl_days'",
        confirmed=True,
    ),
    hits=(HIT, replace(HIT, line=87, advice="Pass api_token_ttl_days=90 here.")),
)
FIELD = Change(
    rule="model_field_removed",
    tier=Tier.SURFACE,
    impact=Impact.BREAKING,
    level=Level.TYPES,
    subject="types.all_roles_project_list.AllRolesProjectList",
    part="has_blueprints",
    message="`AllRolesProjectList` has no field `has_blueprints`; a server's value stays readable at run time.",
    before="has_blueprints: bool | None = None",
    migration="Read blueprint_list instead of has_blueprints.",
    files=("label_studio_sdk/types/all_roles_project_list.py",),
    operations=("projects.list",),
    witness=Witness(
        program="from label_studio_sdk import AllRolesProjectList\n\n\n"
        "def read(value: AllRolesProjectList) -> bool | None:\n"
        "    return value.has_blueprints\n",
        by="types",
        old="Success: no issues found",
        new='error: "AllRolesProjectList" has no attribute "has_blueprints"  [attr-defined]',
        confirmed=True,
    ),
    hits=(
        Hit(
            file="report.py",
            line=12,
            column=16,
            text="if project.has_blueprints:",
            uses="types.AllRolesProjectList.has_blueprints",
        ),
    ),
)
ATTEMPTS = tuple(
    Change(
        rule="retry_count_changed",
        tier=Tier.BEHAVIOUR,
        impact=Impact.RISKY,
        level=Level.RUNTIME,
        subject=subject,
        part="503",
        message=f"`client.{subject}` is tried 1 time instead of 3 when the server responds with 503.",
        before="3 attempts",
        after="1 attempt",
        migration="Give request_options={'max_retries': 2} where a call has to survive a busy server.",
        files=("label_studio_sdk/core/http_client.py",),
        witness=Witness(
            program="", by="exchange", old="3 requests, then ApiError", new="1 request, then ApiError", confirmed=True
        ),
        arrived="2.0.6",
    )
    for subject in ("actions.list", "comments.list", "files.get", "jwt_settings.get", "projects.list")
)
HEADER = Change(
    rule="header_changed",
    tier=Tier.WIRE,
    impact=Impact.RISKY,
    level=Level.RUNTIME,
    subject="(package)",
    part="X-Fern-SDK-Version",
    message="The header X-Fern-SDK-Version is sent with another value by every operation.",
    before="2.0.5.dev",
    after="2.0.7",
    migration="Look for the new value where requests are filtered by this header.",
    files=("label_studio_sdk/core/client_wrapper.py",),
    witness=Witness(
        program="",
        by="exchange",
        old="X-Fern-SDK-Version: 2.0.5.dev",
        new="the same",
        confirmed=False,
        why_not="It was equal.",
    ),
)
ADDED = (
    Change(
        rule="operation_added",
        tier=Tier.SURFACE,
        impact=Impact.COMPATIBLE,
        level=Level.NONE,
        subject="blueprints.copy_to_blueprint",
        message="There is `client.blueprints.copy_to_blueprint`: POST /api/blueprints/{id}/copy.",
        after="copy_to_blueprint(id: int, *, name: str) -> Blueprint",
        example="from label_studio_sdk import LabelStudio\n\nclient = LabelStudio()\n"
        "blueprint = client.blueprints.copy_to_blueprint(id=1, name='a name')\n",
        files=("label_studio_sdk/blueprints/client.py",),
    ),
    *(
        Change(
            rule="model_added",
            tier=Tier.SURFACE,
            impact=Impact.COMPATIBLE,
            level=Level.NONE,
            subject=f"types.{module}.{name}",
            message=f"There is a model `{name}`.",
            after="class (pydantic model)",
            example=f"from label_studio_sdk import {name}\n",
            files=(f"label_studio_sdk/types/{module}.py", "label_studio_sdk/__init__.py"),
        )
        for module, name in (("blueprint", "Blueprint"), ("blueprint_list", "BlueprintList"))
    ),
)
WIDENED = Change(
    rule="result_type_widened",
    tier=Tier.SURFACE,
    impact=Impact.COMPATIBLE,
    level=Level.TYPES,
    subject="types.task.Task",
    part="meta",
    message="`Task.meta` may be a list, too.",
    before="dict[str, Any]",
    after="dict[str, Any] | list[Any]",
    files=("label_studio_sdk/types/task.py",),
    hits=(Hit(file="report.py", line=30, column=1, text="print(task.meta)", uses="types.Task.meta"),),
)
DOCUMENTED = Change(
    rule="docstring_changed",
    tier=Tier.DOCUMENTATION,
    impact=Impact.DOCUMENTATION,
    level=Level.NONE,
    subject="projects.list",
    message="The docstring of `client.projects.list` says something else.",
    files=("label_studio_sdk/projects/client.py",),
)
CHANGES = tuple(sorted((REQUIRED, FIELD, *ATTEMPTS, HEADER, *ADDED, WIDENED, DOCUMENTED), key=lambda item: item.order))


def rows_of(changes: tuple[Change, ...]) -> tuple[FileRow, ...]:
    """A row for every file that the changes explain, one that nothing explains, one that is only renamed."""
    files = sorted({file for change in changes for file in change.files})
    explained = (
        FileRow(
            path=file,
            added=3 + number,
            removed=number,
            state="changed",
            explained_by=tuple(item.id for item in changes if file in item.files),
        )
        for number, file in enumerate(files)
    )
    return (
        *explained,
        FileRow(path="label_studio_sdk/_legacy/notes.json", added=10, removed=0, state="added"),
        FileRow(path="label_studio_sdk-{2.0.5 → 2.0.7}.dist-info/WHEEL", added=0, removed=0, state="same"),
    )


EVERY_KIND = UpgradeReport(
    tool_version="0.1.0",
    target="label_studio",
    sdk="label-studio-sdk",
    old="2.0.5",
    new="2.0.7",
    old_version="2.0.5",
    new_version="2.0.7",
    seed=0,
    bump="patch",
    called_for="major",
    tiers=("surface", "wire", "behaviour", "packaging", "documentation", "files"),
    fail_on="breaking",
    notes=("2.0.6 was yanked.",),
    rules=RULES,
    changes=CHANGES,
    rows=rows_of(CHANGES),
    counts={"operations": 353, "exchanges": 2118, "scenarios": 41, "files": 92, "recordings": 0},
    usage=Usage(
        ("src",),
        files=12,
        uses=87,
        checker="mypy",
        problems=(
            Hit(
                file="report.py",
                line=12,
                column=16,
                text="if project.has_blueprints:",
                uses="attr-defined",
                advice="has no attribute",
            ),
        ),
        solved=(
            Hit(file="old.py", line=3, column=1, text="x = client.y", uses="attr-defined", advice="has no attribute y"),
        ),
        unreadable=("broken.py: line 3: invalid syntax",),
    ),
    walked=("2.0.5", "2.0.6", "2.0.7"),
)

NOTHING = replace(
    EVERY_KIND, new="2.0.5", new_version="2.0.5", bump="none", called_for="none", notes=(), changes=(), rows=(),
    usage=None, walked=(),
)  # fmt: skip


def many(number: int) -> UpgradeReport:
    """A report with `number` changes: a third breaking, a third additions, some equal, some of documentation."""
    changes = tuple(sorted((_nth(item) for item in range(number)), key=lambda change: change.order))
    return replace(
        EVERY_KIND, new="2.1.2", new_version="2.1.2", bump="minor", changes=changes, rows=rows_of(changes), usage=None
    )


def _nth(number: int) -> Change:
    client, name = f"client_{number % 37}", f"operation_{number}"
    match number % 6:
        case 0 | 1:
            subject = f"{client}.{name}"
            return replace(
                REQUIRED,
                subject=subject,
                message=f"`limit` of `client.{subject}` has to be given; it could be left out.",
                part=f"limit_{number % 50}",
                before=f"limit_{number % 50}: int | None = OMIT",
                migration=f"Pass limit_{number % 50}=... to client.{subject}.",
                files=(f"label_studio_sdk/{client}/client.py",),
                hits=(),
            )
        case 2:
            return replace(
                ATTEMPTS[0], subject=f"{client}.{name}", message=f"`client.{client}.{name}` is tried 1 time."
            )
        case 3 | 4:
            added = ADDED[number % 2]
            return replace(added, subject=f"{client}.{name}", message=f"There is `client.{client}.{name}`.")
        case _:
            return replace(
                DOCUMENTED, subject=f"{client}.{name}", message=f"The docstring of `{name}` says something else."
            )
