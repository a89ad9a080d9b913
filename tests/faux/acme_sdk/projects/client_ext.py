"""Hand-written additions to the generated client."""

from __future__ import annotations

from typing import Any

from ..types import Project
from .client import AsyncProjectsClient, ProjectsClient


class ProjectsClientExt(ProjectsClient):
    def create(self, **kwargs: Any) -> Project:
        """Hand-written code that passes on all its arguments."""
        return super().create(**kwargs)

    def titles(self) -> list[str]:
        """The titles of all projects: a helper that sends no request of its own."""
        return [project.title for project in self.list()]


class AsyncProjectsClientExt(AsyncProjectsClient):
    async def create(self, **kwargs: Any) -> Project:
        return await super().create(**kwargs)

    async def titles(self) -> list[str]:
        return [project.title async for project in await self.list()]
