"""Plain values, so that nothing of the SDK leaves the gateway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from label_studio_sdk import Annotation, LseTask, Prediction


@dataclass(slots=True)
class Quality:
    task: int
    agreement: float
    annotators: list[int] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, task: LseTask, annotations: list[Annotation], predictions: list[Prediction]) -> Quality:
        choices = [region["value"]["choices"][0] for annotation in annotations for region in annotation.result or []]
        guesses = {prediction.model_version or "none": prediction.score for prediction in predictions}
        most = max((choices.count(choice) for choice in choices), default=0)
        return cls(
            task=task.id,
            agreement=most / len(choices) if choices else 0.0,
            annotators=sorted({annotation.completed_by or 0 for annotation in annotations}),
            notes={"guesses": guesses, "ground truth": any(annotation.ground_truth for annotation in annotations)},
        )

    def row(self) -> Mapping[str, Any]:
        return {key: value for key, value in asdict(self).items() if key != "task"}


@dataclass(frozen=True)
class Person:
    email: str
    active: bool
    name: str = ""
