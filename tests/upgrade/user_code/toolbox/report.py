import asyncio
import csv
import io
import os
from collections import Counter

from label_studio_sdk import AsyncLabelStudio
from label_studio_sdk.core.api_error import ApiError
from label_studio_sdk.types import Annotation, Project, RoleBasedTask

from common import client


def table(project_id):
    out = io.StringIO()
    writer = csv.writer(out)
    pager = client().tasks.list(project=project_id, fields="all")
    for task in pager:
        writer.writerow([task.data["image"], len(task.annotations or []), task.total_predictions])
    return out.getvalue()


def label_all(project_id):
    region = {"from_name": "kind", "to_name": "image", "type": "choices", "value": {"choices": ["cat"]}}
    for task in client().tasks.list(project=project_id):
        client().annotations.create(id=task.id, result=[region], ground_truth=True, lead_time=2.5)
    tasks = list(client().tasks.list(project=project_id))
    return Counter(bool(task.is_labeled) for task in tasks).most_common()


def rate(annotations: "list[Annotation]") -> float:
    times = [annotation.lead_time or 0.0 for annotation in annotations]
    return sum(times) / max(len(times), 1)


def mean_time(project_id: int) -> float:
    first = next(iter(client().tasks.list(project=project_id, page_size=1)))
    return rate(client().annotations.list(first.id))


def newest(tasks: "list[RoleBasedTask]") -> "RoleBasedTask":
    return sorted(tasks, key=lambda task: task.created_at)[-1]


def summary(project: Project) -> dict:
    return {"title": project.title, "color": project.color, "sampling": project.sampling, "skip": project.skip_queue}


def recolor(project_id: int) -> "str | None":
    settings = {"color": "#00FF00", "description": "green"}
    project = client().projects.update(id=project_id, **settings)
    return project.color


async def gather(project_id: int):
    remote = AsyncLabelStudio(base_url=os.environ["LABEL_STUDIO_URL"], api_key=os.environ["LABEL_STUDIO_API_KEY"])
    me = await remote.users.whoami()
    hook = await remote.webhooks.create(url="http://localhost:1/x", project=project_id, headers={"X": "1"})
    hooks = await remote.webhooks.list()
    await remote.webhooks.delete(id=hook.id)
    people = await remote.organizations.members.list(me.active_organization)
    emails = [member.user.email for member in people.results]
    try:
        await remote.tasks.get(id="99999")
    except ApiError as error:
        emails.append(f"task: {error.status_code}")
    return me.email, len(hooks), sorted(emails)


def overview(project_id):
    return asyncio.run(gather(project_id))
