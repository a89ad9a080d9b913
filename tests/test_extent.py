"""How much was tested, and why not the rest."""

from __future__ import annotations

from conformance.contract.model import TWINS
from conformance.extent import Extent, total_of
from conformance.offline.extents import clients_extent, response_kinds_extent


def test_an_extent_reads_back_and_extents_add_up() -> None:
    one = Extent(covered=2, missing={"b": "no", "a": "no"})
    assert Extent.from_json(one.to_json()) == one
    assert list(one.to_json()["missing"]) == ["a", "b"]
    whole = total_of([one.inside("tasks.get"), Extent(covered=1)])
    assert (whole.covered, whole.total, whole.percent) == (3, 5, 60.0)
    assert whole.missing == {"tasks.get: b": "no", "tasks.get: a": "no"}
    assert Extent(covered=0).percent == 100.0


def test_a_client_that_lacks_an_operation_is_named_and_an_operation_without_calls_has_none() -> None:
    assert clients_extent(["sync"], not_called=None).missing == {"async": "the async client does not have it"}
    assert clients_extent(TWINS, not_called="it polls").missing == dict.fromkeys(TWINS, "it polls")


def test_a_response_kind_counts_if_one_call_sent_a_request() -> None:
    extent = response_kinds_extent({"minimal (sync)": True, "error_400 (sync)": False})
    assert (extent.covered, list(extent.missing)) == (1, ["error_400 (sync)"])
