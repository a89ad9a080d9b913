"""The same server, watched by several coroutines at a time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from label_studio_sdk.client import AsyncLabelStudio
from label_studio_sdk.core.api_error import ApiError


@dataclass(frozen=True)
class Watch:
    url: str
    key: str

    def snapshot(self, project_id: int) -> dict[str, object]:
        return asyncio.run(self._snapshot(project_id))

    async def _snapshot(self, project_id: int) -> dict[str, object]:
        client = AsyncLabelStudio(base_url=self.url, api_key=self.key, timeout=60)
        tasks = [task async for task in await client.tasks.list(project=project_id)]
        project, hooks, *votes = await asyncio.gather(
            client.projects.get(id=project_id),
            self._hooks(client, project_id),
            *(client.annotations.list(id=task.id) for task in tasks),
        )
        missing = await asyncio.gather(*(self._status(client, number) for number in (0, 1)), return_exceptions=True)
        return {
            "title": project.title,
            "hooks": hooks,
            "votes": [len(vote) for vote in votes],
            "missing": [gone if isinstance(gone, int) else type(gone).__name__ for gone in missing],
        }

    async def _hooks(self, client: AsyncLabelStudio, project_id: int) -> list[str]:
        made = await client.webhooks.create(url="http://localhost:1/audit", project=project_id, is_active=False)
        await client.webhooks.update(id=made.id, url="http://localhost:1/done", send_payload=True)
        urls = {hook.url async for hook in self._every(client)}
        await client.webhooks.delete(id=made.id)
        return sorted(urls)

    async def _every(self, client: AsyncLabelStudio):
        for hook in await client.webhooks.list():
            yield hook

    async def _status(self, client: AsyncLabelStudio, number: int) -> int:
        try:
            await client.predictions.get(id=900_000 + number)
        except ApiError as error:
            return error.status_code or 0
        return 200
