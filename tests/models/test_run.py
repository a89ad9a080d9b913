"""Models are used as callers use them; a fault of shared code is one finding, and a fault of one model is at it."""

from __future__ import annotations

from typing import Any

from conformance.checks.model_views import model_facts
from conformance.contract.extract import Extractor
from conformance.models.case import ModelObjects, Topic
from conformance.models.run import ModelRun
from tests.vocabulary import Alter, approved_contract, import_acme


def run(alter: Alter | None = None) -> ModelObjects:
    contract, sdk = approved_contract(), import_acme(alter)
    try:
        return ModelRun(sdk, Extractor(sdk), contract).run()
    finally:
        sdk.close()


def places(models: ModelObjects, topic: Topic) -> set[str]:
    return {f"{fact.subject}.{fact.part}".rstrip(".") for fact in model_facts(models, topic)}


def uses(models: ModelObjects, topic: Topic) -> set[str]:
    return {part for fact in model_facts(models, topic) for part in (item.part for item in fact.occurrences)}


def define(sdk: Any, name: str, source: str) -> None:
    """Give every model another method, which is a function of the SDK's own module."""
    namespace: dict[str, Any] = {"__name__": "acme_sdk.core.models"}
    exec(source, namespace)
    setattr(sdk.core.models.UniversalBaseModel, name, namespace[name])


def test_every_way_of_use_of_the_small_sdk_is_right() -> None:
    found = run()
    assert [use for use in found.uses if use.outcome] == []
    assert found.left_out == {}
    assert {use.topic for use in found.uses} == {
        "copy", "equality", "fields set", "writing", "option", "date-time", "making", "change", "union", "sent back",
        "error copy", "error text",
    }  # fmt: skip


def test_two_runs_give_the_same() -> None:
    first, second = ([(use.topic, use.use, use.model, use.field) for use in run().uses] for _ in range(2))
    assert first == second


def test_a_fault_of_one_model_is_at_that_model() -> None:
    def alter(sdk: Any) -> None:
        def shallow(self: Any, memo: Any = None) -> Any:
            return self.__copy__()

        sdk.types.tasks.Task.__deepcopy__ = shallow

    assert places(run(alter), "copy") == {"types.tasks.Task"}


def test_an_exception_is_at_the_function_that_raises_it() -> None:
    def alter(sdk: Any) -> None:
        source = "def __reduce_ex__(self, protocol):\n    raise TypeError('cannot pickle')\n"
        define(sdk, "__reduce_ex__", source)

    found = run(alter)
    assert places(found, "copy") == {"(core).core.models.__reduce_ex__ TypeError"}
    assert uses(found, "copy") == {"pickle"}


def test_what_an_error_loses_by_its_body_is_no_finding_of_the_error() -> None:
    def alter(sdk: Any) -> None:
        def refuse(self: Any) -> Any:
            raise TypeError("cannot pickle")

        sdk.core.models.UniversalBaseModel.__getstate__ = refuse

    found = run(alter)
    assert places(found, "copy")
    assert places(found, "error copy") == set()


def test_a_frozen_model_that_takes_an_assignment_and_one_without_a_hash_are_found() -> None:
    def alter(sdk: Any) -> None:
        def assign(self: Any, name: str, value: Any) -> None:
            self.__dict__[name] = value

        model = sdk.types.uploads.Upload
        model.model_config["frozen"] = True
        model.__setattr__ = assign

    found = run(alter)
    assert places(found, "change") == {"types.uploads.Upload"}
    assert places(found, "equality") == {"types.uploads.Upload"}


def test_an_error_that_loses_the_cause_it_is_made_with_is_found() -> None:
    def alter(sdk: Any) -> None:
        error_class = sdk.core.api_error.ApiError
        original = error_class.__init__

        def without_cause(self: Any, *, cause: Any = None, **given: Any) -> None:
            del cause
            original(self, **given)

        error_class.__init__ = without_cause

    found = run(alter)
    assert uses(found, "error text") == {"a cause"}
    assert "a traceback does not show its cause" in next(iter(model_facts(found, "error text"))).message


def test_nulls_for_absent_fields_in_json_only_are_found() -> None:
    def alter(sdk: Any) -> None:
        source = (
            "def json(self, **kwargs):\n"
            "    return self.model_dump_json(**{'by_alias': True, 'warnings': False, **kwargs})\n"
        )
        define(sdk, "json", source)

    found = run(alter)
    assert places(found, "writing") == {"(core).core.models.json"}
    assert uses(found, "writing") == {"json() of absent field, without options"}


def test_a_field_that_is_written_under_two_names_is_found() -> None:
    def alter(sdk: Any) -> None:
        source = (
            "def dict(self, **kwargs):\n"
            "    given = {'exclude_unset': True, 'warnings': False, **kwargs}\n"
            "    return {**self.model_dump(**given), **self.model_dump(**{'by_alias': True, **given})}\n"
        )
        define(sdk, "dict", source)

    found = run(alter)
    assert "dict() of renamed field" in uses(found, "writing")
