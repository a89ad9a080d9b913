#!/usr/bin/env python
"""Bring local files and projects together."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from label_studio_sdk import LabelStudio  #: import client.LabelStudio
from label_studio_sdk.data_manager import Column, Filters, Operator, Type  #: import data_manager.Column; import data_manager.Filters; import data_manager.Operator; import data_manager.Type

ls = LabelStudio(api_key="not-a-secret")  #: construct client.LabelStudio
create = partial(ls.tasks.create, project=3)  #: call tasks.create


def upload(folder: Path) -> None:
    rows = [json.loads(path.read_text()) for path in folder.glob("*.json")]
    with ThreadPoolExecutor() as pool:
        for row in rows:
            pool.submit(ls.tasks.create, data=row, project=3)  #: call tasks.create
    create(data=rows[0])


def late() -> list[int]:
    chosen = Filters.create(  #: call data_manager.Filters.create
        Filters.AND,  #: attribute data_manager.Filters.AND
        [Filters.item(Column.completed_at, Operator.EMPTY, Type.Datetime, Filters.value(""))],  #: call data_manager.Filters.item; attribute data_manager.Column.completed_at; attribute data_manager.Operator.EMPTY; attribute data_manager.Type.Datetime; call data_manager.Filters.value
    )
    view = ls.views.create(project=3, data={"filters": chosen})  #: call views.create; key views.types.views_create_request_data.ViewsCreateRequestData.filters
    return [task.id for task in ls.tasks.list(view=view.id)]  #: call tasks.list; attribute types.view.View.id; attribute types.lse_task.LseTask.id; attribute types.lse_task_serializer_for_annotators.LseTaskSerializerForAnnotators.id; attribute types.lse_task_serializer_for_reviewers.LseTaskSerializerForReviewers.id


if __name__ == "__main__":
    upload(Path(sys.argv[1]))
