"""Everything that is sent to Label Studio, in one class."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from label_studio_sdk import LabelStudio, Project
from label_studio_sdk.core.api_error import ApiError
from label_studio_sdk.errors import BadRequestError, NotFoundError
from label_studio_sdk.types import LseProjectCreate

from auditor.records import Person, Quality

CONFIG = """
<View><Text name="t" value="$text"/><Choices name="c" toName="t"><Choice value="yes"/><Choice value="no"/></Choices></View>
"""


class AuditError(Exception):
    pass


@contextmanager
def refusals(what: str) -> Iterator[None]:
    try:
        yield
    except (BadRequestError, NotFoundError) as refused:
        raise AuditError(f"{what}: refused with {refused.status_code}") from refused
    except ApiError as error:
        raise AuditError(f"{what}: {error.status_code or 'no response'}") from error


@dataclass
class Gateway:
    url: str
    key: str
    _client: LabelStudio = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._client = LabelStudio(api_key=self.key, base_url=self.url)

    # projects

    def seed(self, *, title: str, texts: list[str], shuffle: bool = False) -> LseProjectCreate:
        project = self._client.projects.create(
            title=title,
            label_config=CONFIG,
            description="made by auditor",
            show_skip_button=False,
            sampling="Uniform sampling" if shuffle else "Sequential sampling",
        )
        for text in texts:
            self._client.tasks.create(project=project.id, data={"text": text}, meta={"source": "seed"})
        return project

    def find(self, title: str) -> Project | None:
        return next((project for project in self._client.projects.list() if project.title == title), None)

    def require(self, title: str) -> int:
        if (project := self.find(title)) is None:
            raise AuditError(f"no project {title}")
        return project.id

    def reconfigure(self, project_id: int, **changes: Any) -> dict[str, Any]:
        with refusals("reconfigure"):
            self._client.projects.update(id=project_id, **changes)
            fresh = self._client.projects.get(project_id)
        return {name: getattr(fresh, name) for name in changes}

    def configuration(self, project_id: int) -> dict[str, Any]:
        project = self._client.projects.get(id=project_id)
        return {"title": project.title, "skip": project.show_skip_button, "hint": project.expert_instruction or "none"}

    def drop(self, project_id: int) -> int:
        raw = self._client.projects.with_raw_response
        with refusals("drop"):
            response = raw.delete(id=project_id)
        return len(response.headers) > 0

    # labels

    def vote(self, project_id: int, choices: list[str]) -> int:
        tasks = [task.id for task in self._client.tasks.list(project=project_id, page_size=100)]
        made = [
            self._client.annotations.create(
                id=task, result=[self._region(choice)], lead_time=1.5, ground_truth=choice == "yes", task=task
            )
            for task in tasks
            for choice in choices
        ]
        return len({annotation.id for annotation in made})

    def guess(self, project_id: int, *, score: float) -> list[float | None]:
        tasks = self._client.tasks.list(project=project_id, include=["id"])
        made = (
            self._client.predictions.create(
                task=task.id, result=[self._region("no")], score=score, model_version="coin"
            )
            for task in tasks
        )
        return [prediction.score for prediction in made]

    def qualities(self, project_id: int) -> list[Quality]:
        return [
            Quality.of(
                task=self._client.tasks.get(id=str(task.id)),
                annotations=self._client.annotations.list(id=task.id),
                predictions=self._client.predictions.list(task=task.id),
            )
            for task in self._client.tasks.list(project=project_id)
        ]

    def retract(self, project_id: int) -> int:
        doomed = [
            annotation
            for task in self._client.tasks.list(project=project_id, fields="all")
            for annotation in self._client.annotations.list(id=task.id)
            if not annotation.ground_truth
        ]
        for annotation in doomed:
            self._client.annotations.update(id=annotation.id, was_cancelled=True, result=[])
            self._client.annotations.delete(id=annotation.id)
        return len(doomed)

    def comment(self, project_id: int, text: str) -> str:
        (first, *_) = self._client.tasks.list(project=project_id)
        annotation, *_ = self._client.annotations.list(first.id)
        try:
            made = self._client.comments.create(annotation=annotation.id, text=text)
        except ApiError as error:
            return f"{type(error).__name__}: {error.status_code}"
        return made.text

    @staticmethod
    def _region(choice: str) -> dict[str, Any]:
        return {"from_name": "c", "to_name": "t", "type": "choices", "value": {"choices": [choice]}}

    # the data manager

    def tab(self, project_id: int, *, title: str, only: str) -> dict[str, Any]:
        filters = {"conjunction": "and", "items": [
            {"filter": "filter:tasks:data.text", "operator": "contains", "type": "String", "value": only},
        ]}  # fmt: skip
        view = self._client.views.create(project=project_id, data={"title": title, "filters": filters})
        inside = [task.data["text"] for task in self._client.tasks.list(view=view.id, project=project_id)]
        self._client.views.delete(id=str(view.id))
        return {"tab": view.project == project_id, "texts": sorted(inside)}

    def purge(self, project_id: int) -> None:
        self._client.actions.create(
            id="delete_tasks",
            project=project_id,
            selected_items={"all": True, "excluded": []},
            ordering=["tasks:id"],
        )

    # exports

    def export(self, project_id: int, *, patience: float = 20.0) -> list[dict[str, Any]]:
        exports = self._client.projects.exports
        snapshot = exports.create(id=project_id, title="audit", task_filter_options={"only_with_annotations": True})
        until = time.monotonic() + patience
        while exports.get(id=project_id, export_pk=snapshot.id).status not in ("completed", "failed"):
            if time.monotonic() > until:
                raise AuditError("the export is late")
            time.sleep(0.25)
        with exports.with_raw_response.download(id=project_id, export_pk=snapshot.id) as response:
            body = b"".join(response.data)
        return json.loads(body)

    # people

    def people(self, organization: int) -> list[Person]:
        members = self._client.organizations.members.list(id=organization, search="")
        known = {member.user.id for member in members.results}
        return [
            Person(email=user.email or "", active=user.id in known, name=" ".join(filter(None, [user.first_name])))
            for user in self._client.users.list(ordering="id")
        ]

    def enlist(self, *emails: str) -> dict[str, bool]:
        return {email: bool(self._client.users.create(email=email, username=email).id) for email in emails}

    def sign(self, first: str, last: str) -> str:
        with refusals("sign"):
            me = self._client.users.update_current_user(first_name=first, last_name=last)
        return f"{me.first_name} {me.last_name}"

    # connections

    def attach(self, project_id: int, bucket: str | None = None) -> list[str]:
        storages = {"s3": self._client.import_storage.s3, "local": self._client.import_storage.local}
        found = [storage for kind in storages.values() for storage in kind.list(project=project_id)]
        if bucket:
            try:
                made = self._client.import_storage.s3.create(project=project_id, bucket=bucket, title="audit")
            except ApiError as refused:
                return [f"refused with {refused.status_code}"]
            found.append(made)
        return [storage.title or "" for storage in found]

    def shelve(self, path: str) -> str:
        with refusals("shelve"):
            return self._client.export_storage.local.create(path=path, title="shelf").title or ""

    def backend(self, **given: Any) -> str | None:
        options = {"is_interactive": False, "title": "backend"} | given
        with refusals("backend"):
            made = self._client.ml.create(**options)
        return made.title
