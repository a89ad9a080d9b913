"""An asynchronous service that moves tasks."""

import asyncio

from label_studio_sdk.errors import BadRequestError  #: import errors.bad_request_error.BadRequestError

from labeling.connection import connect_async


async def titles():
    client = connect_async()
    found = []
    async for project in await client.projects.list():  #: call projects.list
        found.append((project.id, project.title))  #: attribute types.all_roles_project_list.AllRolesProjectList.id; attribute types.all_roles_project_list.AllRolesProjectList.title
    return found


async def push(project_id: int, rows: list[dict]):
    client = connect_async(timeout=120)
    try:
        await client.projects.import_tasks(id=project_id, request=rows)  #: call projects.import_tasks
    except BadRequestError:  #: except errors.bad_request_error.BadRequestError
        for row in rows:
            task = await client.tasks.create(project=project_id, data=row)  #: call tasks.create
            print(task.id)  #: attribute types.lse_task.LseTask.id
    await client.jwt_settings.update(legacy_api_tokens_enabled=False)  #: call jwt_settings.update


class Mover:
    def __init__(self):
        self.ls = connect_async()

    async def move(self, ids: list[int], to: int):
        tasks = await asyncio.gather(*(self.ls.tasks.get(id=str(task_id)) for task_id in ids))  #: call tasks.get
        for task in tasks:
            await self.ls.tasks.update(id=str(task.id), project=to)  #: call tasks.update


if __name__ == "__main__":
    asyncio.run(titles())
