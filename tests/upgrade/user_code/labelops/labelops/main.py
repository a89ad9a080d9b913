"""One nightly run over everything. Each step stands alone; what a step returns goes to the dashboard."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import exports, hooks, parallel, people
from .config import LABEL_CONFIG, Settings
from .connection import Connection
from .projects import ProjectService


class Nightly:
    def __init__(self) -> None:
        self.settings = Settings.from_environment()
        self.connection = Connection(self.settings)
        self.service = ProjectService(self.connection)
        self.project = 0
        self.tasks: list[int] = []

    def prepare(self) -> int:
        self.service.ensure("Archive")
        self.project = self.service.ensure("Nightly")
        self.tasks = self.service.load(self.project, ["one", "three", "fifteen"])
        return len(self.tasks) + self.service.load_many(self.project, ["a", "bb"])

    def label(self) -> int:
        made = [self.service.annotate(task, "good") for task in self.tasks]
        made += [self.service.predict(task, "bad", 0.5) for task in self.tasks]
        return len(made)

    def read(self) -> list[str]:
        return sorted([*self.service.texts(self.project), str(self.service.longest(self.project).data)])

    def export(self) -> int:
        folder = Path(tempfile.mkdtemp())
        return export_and_count(self, folder / "tasks.json")

    def dashboard(self) -> dict[str, object]:
        async def collect() -> dict[str, object]:
            return await parallel.overview(self.connection.asynchronous(), self.project, self.tasks)

        return asyncio.run(collect())

    def steps(self) -> dict[str, Callable[[], Any]]:
        client = self.connection.client
        return {
            "up": self.connection.is_up,
            "version": self.connection.server_version,
            "prepare": self.prepare,
            "again": lambda: self.service.ensure("Nightly") == self.project,
            "label": self.label,
            "read": self.read,
            "rename": lambda: self.service.rename(self.project, "Renamed").title,
            "describe": lambda: self.service.describe(self.project),
            "relabel": lambda: self.service.relabel(self.tasks[0], "new").partition(":")[2],
            "view": lambda: self.service.make_view(self.project) > 0,
            "storages": lambda: self.service.storages(self.project),
            "model": lambda: self.service.model(self.project, "http://localhost:1"),
            "valid": lambda: self.service.is_valid(self.project, LABEL_CONFIG),
            "subscribe": lambda: hooks.subscribe(self.connection, self.project, "http://localhost:1/hook").url,
            "resubscribe": lambda: hooks.pause(
                self.connection, hooks.subscribe(self.connection, self.project, "http://localhost:1/hook")
            ),
            "past": lambda: len(exports.past_exports(client, self.project)),
            "export": self.export,
            "add": lambda: people.add(client, "jo@example.com", "Jo") > 0,
            "invite": lambda: people.invite(client, "al@example.com"),
            "name": lambda: people.rename(client, 1, "Jay"),
            "people": lambda: len(people.everyone(client)),
            "members": lambda: people.members(client, self.settings.organization),
            "tokens": lambda: people.legacy_tokens(client),
            "lookup": lambda: people.lookup(client, 999),
            "dashboard": self.dashboard,
            "remove": lambda: [self.service.remove(self.project), self.service.remove(self.project)],
        }


def export_and_count(nightly: Nightly, to: Path) -> int:
    return exports.export_project(nightly.connection.client, nightly.project, to)
