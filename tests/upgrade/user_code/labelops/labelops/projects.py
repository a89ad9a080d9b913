"""Creates projects, fills them and reports on them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from label_studio_sdk.core.api_error import ApiError
from label_studio_sdk.errors import BadRequestError
from label_studio_sdk.label_interface import LabelInterface
from label_studio_sdk.types import LseProjectUpdate, RoleBasedTask

from .config import LABEL_CONFIG
from .connection import Connection

logger = logging.getLogger(__name__)


class ProjectService:
    def __init__(self, connection: Connection) -> None:
        self.client = connection.client
        self.projects = connection.projects

    def ensure(self, title: str) -> int:
        LabelInterface(LABEL_CONFIG).validate()
        for project in self.projects.list(title=title):
            if project.title == title:
                logger.info("%s has %s tasks", project.title, project.task_number)
                return project.id
        return self.client.projects.create(title=title, label_config=LABEL_CONFIG, color="#123456").id

    def rename(self, project_id: int, title: str) -> LseProjectUpdate:
        updated = self.client.projects.update(project_id, title=title, description="renamed")
        logger.info("%s: %s", updated.id, updated.title)
        return updated

    def describe(self, project_id: int) -> dict[str, Any]:
        project = self.client.projects.get(id=project_id)
        return {
            "title": project.title,
            "tasks": project.task_number,
            "finished": project.finished_task_number,
            "weights": sorted(project.control_weights or {}),
            "config": sorted(project.parsed_label_config),
        }

    def load(self, project_id: int, texts: Iterable[str]) -> list[int]:
        made = []
        for text in texts:
            task = self.client.tasks.create(project=project_id, data={"text": text}, is_labeled=False)
            made.append(task.id)
        return made

    def load_many(self, project_id: int, texts: Iterable[str]) -> int:
        answer = self.client.projects.import_tasks(id=project_id, request=[{"text": text} for text in texts])
        return answer.task_count or 0

    def texts(self, project_id: int) -> Iterator[str]:
        for task in self.client.tasks.list(project=project_id, page_size=2):
            yield task.data["text"]

    def longest(self, project_id: int) -> RoleBasedTask:
        return max(self.client.tasks.list(project=project_id), key=lambda task: len(task.data["text"]))

    def relabel(self, task_id: int, text: str) -> str:
        task = self.client.tasks.update(task_id, data={"text": text})
        return f"{task.id}: {task.data} {task.overlap}"

    def annotate(self, task_id: int, choice: str, *, seconds: float = 1.0) -> int:
        region = {"from_name": "sentiment", "to_name": "text", "type": "choices", "value": {"choices": [choice]}}
        options: dict[str, Any] = {"lead_time": seconds, "was_cancelled": False}
        annotation = self.client.annotations.create(task_id, result=[region], **options)
        return annotation.id

    def predict(self, task_id: int, choice: str, score: float) -> int:
        region = {"from_name": "sentiment", "to_name": "text", "type": "choices", "value": {"choices": [choice]}}
        prediction = self.client.predictions.create(task=task_id, result=[region], score=score, model_version="v1")
        return prediction.id

    def make_view(self, project_id: int) -> int:
        view = self.client.views.create(project=project_id, data={"title": "Mine"})
        return view.id

    def storages(self, project_id: int) -> list[str]:
        local = self.client.import_storage.local
        return [storage.title or "" for storage in local.list(project=project_id)]

    def model(self, project_id: int, url: str) -> str:
        try:
            return self.client.ml.create(project=project_id, url=url, title="model").title or ""
        except ApiError as error:
            logger.warning("no model at %s: %s", url, error)
            return f"refused with {error.status_code}"

    def is_valid(self, project_id: int, config: str) -> bool:
        try:
            self.client.projects.validate_label_config(id=project_id, label_config=config)
        except BadRequestError:
            return False
        return True

    def remove(self, project_id: int) -> bool:
        try:
            self.projects.delete(id=project_id)
        except ApiError as error:
            if error.status_code != 404:
                raise
            return False
        return True
