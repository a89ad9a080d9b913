"""Tasks come in: projects are made, files and rows are imported, labels are guessed."""

from __future__ import annotations

import typing as t
from itertools import islice

from label_studio_sdk import Project
from label_studio_sdk.label_interface import LabelInterface
from label_studio_sdk.types import AnnotationRequest, ImportApiRequest, PredictionRequest

from publisher.session import PATIENT, Session, translated

CONFIG = """<View><Text name="text" value="$text"/>
<Labels name="label" toName="text"><Label value="name"/><Label value="place"/></Labels></View>"""


class Row(t.TypedDict):
    text: str
    source: str


class Region(t.TypedDict):
    start: int
    end: int
    label: str


def rows(count: int) -> t.Iterator[Row]:
    for number in range(count):
        yield {"text": f"Row {number} of Ulm", "source": "test"}


def ensure_project(session: Session, title: str, **settings: t.Any) -> int:
    LabelInterface(CONFIG).validate()
    found = session.studio.titled(title)
    if found is None:
        found = session.studio.projects.create(title=title, label_config=CONFIG, **settings)
    return found.id


@translated
def take(session: Session, project: int, count: int) -> int:
    requests = [ImportApiRequest(data=dict(row)) for row in rows(count)]
    answer = session.studio.projects.import_tasks(project, request=requests, request_options=PATIENT)
    return answer.task_count


def regions(text: str) -> list[Region]:
    at = text.find("Ulm")
    return [] if at < 0 else [{"start": at, "end": at + 3, "label": "place"}]


def result(found: t.Iterable[Region]) -> list[dict[str, t.Any]]:
    return [
        {"from_name": "label", "to_name": "text", "type": "labels",
         "value": {"start": region["start"], "end": region["end"], "text": "", "labels": [region["label"]]}}
        for region in found
    ]  # fmt: skip


def guess(session: Session, project: int, model: str = "rules") -> list[int]:
    create = session.studio.predictions.create
    numbers = []
    for task in islice(session.studio.tasks.list(project=project, fields="task_only"), 50):
        text = (task.data or {}).get("text", "")
        prediction = create(task=task.id, result=result(regions(text)), model_version=model, score=0.5)
        numbers.append(prediction.id)
    return numbers


def both(session: Session, project: int) -> tuple[int, int]:
    request = ImportApiRequest(
        data={"text": "Both in Ulm"},
        annotations=[AnnotationRequest(result=result(regions("Both in Ulm")))],
        predictions=[PredictionRequest(result=result(regions("Both in Ulm")), model_version="rules")],
    )
    answer = session.studio.projects.import_tasks(id=project, request=[request], return_task_ids=True)
    return answer.annotation_count, answer.predictions_count


def settings(project: Project) -> dict[str, t.Any]:
    shown = project.model_dump(include={"title", "sampling", "maximum_annotations"})
    return {**shown, "workers": len(project.queue_total and [] or [])}


def paused(session: Session, project: int) -> dict[str, t.Any]:
    known = settings(session.studio.projects.get(project))
    updated = session.studio.projects.update(project, title="Paused", maximum_annotations=2, show_instruction=True)
    session.studio.projects.update(id=project, title=known["title"])
    return {"before": known["maximum_annotations"], "after": updated.maximum_annotations}
