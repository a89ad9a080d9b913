"""Which parameters of a later request lead to its page: those whose value the page before names."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.checks.pager_request_wrong import leading_parameters
from conformance.wire import Request


@pytest.mark.parametrize(
    ("page", "query", "leading"),
    [
        ({"nextCursor": "k7", "items": []}, "cursorId=k7&project=1", {"cursorId"}),
        ({"paging": {"next": {"from": "k7", "cursor": "k8"}}}, "from=k8", {"from"}),
        ({"sessions": [{"id": "first"}, {"id": "last"}]}, "cursorId=last", {"cursorId"}),
        ([{"id": 3}, {"id": 4}], "sinceId=4&project=1", {"sinceId"}),
        ({"sessions": [{"id": "first"}, {"id": "last"}]}, "project=first", set()),
        ({"total": 7, "items": []}, "project=7", set()),
    ],
)
def test_a_parameter_leads_to_a_page_if_the_page_before_names_its_value(
    page: Any, query: str, leading: set[str]
) -> None:
    request = Request("GET", f"http://sdk.test/things?{query}", (), b"")
    assert leading_parameters(request, [page]) == leading
