import json
import time

from common import CONFIG, ApiError, client, project_named, safely

STATES = ("completed", "failed")


def snapshot(project_id):
    make = client().projects.exports
    export = make.create(project_id, title="release", serialization_options={"include_annotation_history": False})
    while make.get(project_id, export.id).status not in STATES:
        time.sleep(0.2)
    content = b"".join(make.download(project_id, export.id))
    exported = json.loads(content)
    make.delete(id=project_id, export_pk=export.id)
    return sorted(item["data"]["image"] for item in exported)


def members(organization):
    page = client().organizations.members.list(id=organization, ordering="id")
    total = page.count
    return total, [member.role for member in page.results]


def staff():
    made = []
    for name in ("ann", "bob"):
        user = client().users.create(email=f"{name}@example.com", username=name, first_name=name.title())
        made.append(client().users.get(user.id).username)
    me = client().users.whoami()
    client().users.update(id=me.id, first_name="Me")
    return made


def avatar():
    me = client().users.whoami()
    return safely(client().users.update, me.id, initials="ZZ")


def machine_learning(project_id):
    options = dict(project=project_id, title="ml", is_interactive=True)
    try:
        backend = client().ml.create(url="http://localhost:1", **options)
    except ApiError as failure:
        return getattr(failure, "status_code")
    return backend.id


def connectors(project_id):
    storage = client().import_storage.s3
    answer = safely(storage.create, bucket="images", region_name="eu", project=project_id)
    answer2 = safely(client().export_storage.local.create, path="/nowhere")
    return [answer, answer2, len(storage.list(project=project_id))]


def check(project_id):
    safely(client().projects.validate_label_config, project_id, label_config=CONFIG)
    version = client().versions.get()
    return sorted(client().webhooks.info().dict())[:2], version.edition


def clean(title):
    project = project_named(title)
    client().projects.delete(project.id)
    return client().jwt_settings.update(api_tokens_enabled=True, legacy_api_tokens_enabled=True, api_token_ttl_days=30).api_token_ttl_days
