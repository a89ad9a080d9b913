"""Labels go out: annotations, exports, views, statistics."""

from __future__ import annotations

import asyncio
import io
import json
import typing as t
import zipfile
from collections import defaultdict
from contextlib import suppress
from functools import partial

from label_studio_sdk import types
from label_studio_sdk.core.api_error import ApiError
from label_studio_sdk.core.pagination import SyncPager
from label_studio_sdk.errors import NotFoundError
from label_studio_sdk.types.annotation import Annotation

from publisher.intake import regions, result
from publisher.session import Refused, Session, translated

FORMATS = ("JSON", "CSV")


def annotate(session: Session, project: int) -> int:
    make = partial(session.studio.annotations.create, lead_time=1.0, was_cancelled=False)
    done = 0
    page: SyncPager[types.RoleBasedTask] = session.studio.tasks.list(project=project, page=1, page_size=10)
    while True:
        for task in page.items or []:
            make(id=task.id, result=result(regions(task.data["text"])))
            done += 1
        if not page.has_next:
            return done
        page = page.next_page()


def lengths(session: Session, project: int) -> dict[str, int]:
    found: t.DefaultDict[str, int] = defaultdict(int)
    for page in session.studio.tasks.list(project=project).iter_pages():
        for task in page.items:
            found[task.data["source"] if "source" in task.data else "none"] += len(task.data["text"])
    return dict(found)


def latest(annotations: list[Annotation]) -> Annotation | None:
    return max(annotations, key=lambda annotation: annotation.created_at, default=None)


def owners(session: Session, project: int) -> set[str]:
    users = {user.id: user for user in session.studio.users.list()}
    first = next(iter(session.studio.tasks.list(project=project)), None)
    if first is None:
        return set()
    newest = latest(session.studio.annotations.list(first.id))
    return {users[newest.completed_by].username} if newest and newest.completed_by in users else set()


@translated
def export_sizes(session: Session, project: int) -> dict[str, int]:
    exports = session.studio.projects.exports
    sizes = {}
    for kind in FORMATS:
        chunks = exports.download_sync(project, export_type=kind, download_all_tasks=True)
        with io.BytesIO() as file:
            file.writelines(chunks)
            sizes[kind] = len(json.loads(file.getvalue())) if kind == "JSON" else zipfile.is_zipfile(file) * 1
    return sizes


def formats(session: Session, project: int) -> list[str]:
    listed = session.studio.projects.exports.list_formats(project)
    return sorted(str(name) for name in listed)[:2]


def tabs(session: Session, project: int) -> list[str]:
    views = session.studio.views
    for title in ("A", "B"):
        views.create(data={"title": title, "target": "tasks"}, project=project)
    seen = []
    for view in views.list(project=project):
        seen.append(view.data["title"])
        with suppress(NotFoundError):
            views.delete(str(view.id))
    return sorted(seen)


def missing(session: Session) -> list[t.Any]:
    status: list[t.Any] = []
    for call in (session.studio.tasks.get, session.studio.projects.get, session.studio.views.get):
        try:
            call("424242")
        except NotFoundError as gone:
            status.append(gone.body is not None)
        except ApiError as error:
            status.append(error.status_code)
    return status


def hooks(session: Session, project: int) -> list[t.Any]:
    client = session.studio.webhooks
    hook = client.create(url="http://localhost:1/a", project=project, actions=["TASKS_CREATED"], send_for_all_actions=False)
    changed = client.update(hook.id, url="http://localhost:1/b", is_active=False)
    known = [one.url for one in client.list(project=project)]
    client.delete(hook.id)
    return [changed.url, changed.is_active, len(known)]


async def counts(session: Session, project: int) -> dict[str, int]:
    remote = session.remote

    async def count(things: t.Awaitable[t.Any]) -> int:
        return len([thing async for thing in await things])

    tasks, projects = await asyncio.gather(
        count(remote.tasks.list(project=project)), count(remote.projects.list(ids=str(project)))
    )
    export = await remote.projects.exports.create(project, title="counted")
    listed = await remote.projects.exports.list(project)
    members = await remote.organizations.members.list(id=1)
    return {"tasks": tasks, "projects": projects, "exports": len(listed), "own": export.title == "counted",
            "members": sum(1 for member in members.results if member.user.active_organization)}  # fmt: skip


def storages(session: Session, project: int) -> list[str]:
    kinds: dict[str, t.Any] = {"gcs": session.studio.import_storage.gcs, "azure": session.studio.import_storage.azure}
    for name, kind in kinds.items():
        with suppress(ApiError):
            kind.create(project=project, title=name)
    local = session.studio.export_storage.local
    try:
        local.create(project=project, path="/data/publisher", use_blob_urls=False)
    except ApiError as refused:
        return [f"{Refused(refused).status}"]
    return [storage.path or "" for storage in local.list(project=project)]


def me(session: Session) -> list[t.Any]:
    user = session.studio.users.whoami()
    session.studio.users.update(user.id, first_name="Pub", last_name="Lisher")
    again = session.studio.users.get(id=user.id)
    return [again.first_name, again.id == user.id, type(session.studio.versions.get()).__name__]
