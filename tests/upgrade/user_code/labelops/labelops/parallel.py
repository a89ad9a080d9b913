"""The same with the asynchronous client, for the dashboard."""

from __future__ import annotations

import asyncio

from label_studio_sdk import AsyncLabelStudio


async def titles(client: AsyncLabelStudio) -> list[str]:
    return sorted([project.title or "" async for project in await client.projects.list(page_size=10)])


async def lengths(client: AsyncLabelStudio, project_id: int) -> list[int]:
    found = []
    async for task in await client.tasks.list(project=project_id):
        found.append(len(task.data["text"]))
    return found


async def regions(client: AsyncLabelStudio, tasks: list[int]) -> int:
    lists = await asyncio.gather(*(client.annotations.list(id=task) for task in tasks))
    return sum(len(entry.result or []) for entries in lists for entry in entries)


async def redo(client: AsyncLabelStudio, task_id: int, text: str) -> int:
    task = await client.tasks.update(task_id, data={"text": text})
    return task.id


async def overview(client: AsyncLabelStudio, project_id: int, tasks: list[int]) -> dict[str, object]:
    names, sizes, done = await asyncio.gather(
        titles(client), lengths(client, project_id), regions(client, tasks)
    )
    return {"titles": names, "lengths": sizes, "done": done, "redone": await redo(client, tasks[0], "again")}
