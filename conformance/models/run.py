"""Runs all ways of use of the models and errors of an SDK."""

from __future__ import annotations

import warnings
from collections import Counter
from typing import Final

from conformance.call_limit import STOPPED, time_limit
from conformance.contract.extract import Extractor
from conformance.contract.model import Contract
from conformance.exchange.call_sdk import CALL_SECONDS
from conformance.exchange.validate_payload import PayloadValidator
from conformance.models.case import ModelObjects, UseLog
from conformance.models.changing import changing_uses, constructor_uses, subclass_uses, validation_uses
from conformance.models.copies import copy_uses
from conformance.models.equality import equality_uses
from conformance.models.errors import error_uses
from conformance.models.objects import HeldObject, ObjectSource
from conformance.models.reading import fields_set_uses, union_uses
from conformance.models.sent_back import sent_back_uses
from conformance.models.writing import Writers, date_time_uses, option_uses, writing_uses
from conformance.targets.client import Sdk

MOST_SUBCLASSES: Final = 3  # of models with the same bases: a class takes long to make


class ModelRun:
    """Uses the models of an imported SDK. `approved` says which errors its operations raise, where it is known."""

    def __init__(self, sdk: Sdk, extractor: Extractor, approved: Contract | None) -> None:
        self.source, self.approved = ObjectSource(sdk, extractor), approved
        self.writers = Writers(sdk.target.family)
        self.validator = PayloadValidator(self.source.models)
        self.log = UseLog()
        self._subclasses: Counter[tuple[str, ...]] = Counter()

    def run(self) -> ModelObjects:
        """All ways of use, each with its outcome."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pydantic 2, about methods of pydantic 1 and values of other types
            for held in self.source.objects():
                try:
                    with time_limit(CALL_SECONDS):
                        self._use(held)
                except STOPPED:  # the use itself says that it does not end
                    continue
            sent_back_uses(self.source, self.validator, self.log)
            error_uses(self.source, self.approved, self.log)
        return ModelObjects(uses=self.log.uses(), left_out=self._left_out())

    def _use(self, held: HeldObject) -> None:
        if not _is_pydantic(type(held.value)):
            return
        if held.form.field:
            union_uses(self.source, held, self.validator, self.log)
            return
        fields_set_uses(self.source, held, self.writers, self.log)
        date_time_uses(self.source, held, self.writers, self.log)
        writing_uses(self.source, held, self.writers, self.log)
        option_uses(self.source, held, self.writers, self.log)
        copy_uses(self.source, held, self.writers, self.log)
        equality_uses(self.source, held, self.writers, self.log)
        constructor_uses(self.source, held, self.writers, self.log)
        validation_uses(self.source, held, self.writers, self.log)
        if self._subclasses[held.model.bases] < MOST_SUBCLASSES:
            self._subclasses[held.model.bases] += 1
            subclass_uses(self.source, held, self.writers, self.log)
        changing_uses(self.source, held, self.writers, self.log)

    def _left_out(self) -> dict[str, str]:
        """The models that operations return and that are none of pydantic."""
        classes = self.source.extractor.annotations.classes
        return {
            name: "its values are plain dicts" if model.is_dict else "it is no model of pydantic"
            for name, model in sorted(self.source.models.items())
            if model.is_dict or not _is_pydantic(classes[name])
        }


def _is_pydantic(cls: type) -> bool:
    return hasattr(cls, "model_fields") or hasattr(cls, "__fields__")
