from label_studio_sdk.types import ImportApiRequest

from common import client, project_named, safely


def fill(title, count):
    project = project_named(title)
    items = [{"data": {"image": f"http://localhost/{number}.png"}, "meta": {"number": number}} for number in range(count)]
    done = client().projects.import_tasks(project.id, request=items, return_task_ids=True)
    return project.id, done.task_ids


def fill_with_models(title):
    project = project_named(title)
    done = client().projects.import_tasks(id=project.id, request=[ImportApiRequest(data={"image": "x.png"})])
    return done.task_count


def single(project_id):
    task = client().tasks.create(data={"image": "single.png"}, project=project_id, meta={"by": "hand"})
    changed = client().tasks.update(id=task.id, meta={"by": "machine"}, is_labeled=False)
    return [task.data["image"], changed.meta]


def tabs(project_id):
    settings = {"title": "Todo", "filters": {"conjunction": "and", "items": []}}
    view = client().views.create(project=project_id, data=settings)
    client().views.update(id=view.id, data=settings)
    titles = [tab.data["title"] for tab in client().views.list(project=project_id)]
    client().views.delete(view.id)
    return titles


def drop(task_id):
    return safely(client().tasks.delete, id=task_id)
