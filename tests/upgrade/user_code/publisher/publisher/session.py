"""One session with the server: clients are made once, and calls are repeated where a refusal allows it."""

import functools
import logging
import os
import typing as t

import label_studio_sdk
from label_studio_sdk.client import AsyncLabelStudio, LabelStudio
from label_studio_sdk.core.api_error import ApiError
from label_studio_sdk.core.request_options import RequestOptions

T = t.TypeVar("T")
P = t.ParamSpec("P")
log = logging.getLogger(__name__)
PATIENT: RequestOptions = {"timeout_in_seconds": 45, "max_retries": 2}


class Refused(RuntimeError):
    def __init__(self, error: ApiError):
        super().__init__(f"{error.status_code}")
        self.status, self.detail = error.status_code, error.body


def translated(function: t.Callable[P, T]) -> t.Callable[P, T]:
    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except ApiError as error:
            raise Refused(error) from error

    return call


class Studio(LabelStudio):
    """The client, with the settings of this program."""

    def titled(self, title: str) -> t.Optional[label_studio_sdk.LseProjectCreate]:
        for project in self.projects.list():
            if project.title == title:
                return self.projects.get(id=project.id)  # type: ignore[return-value]
        return None


class Session:
    def __init__(self, url: t.Optional[str] = None, key: t.Optional[str] = None) -> None:
        self.url, self.key = url or os.environ["LABEL_STUDIO_URL"], key or os.environ["LABEL_STUDIO_API_KEY"]

    @functools.cached_property
    def studio(self) -> Studio:
        return Studio(base_url=self.url, api_key=self.key)

    @property
    def remote(self) -> AsyncLabelStudio:
        return AsyncLabelStudio(base_url=self.url, api_key=self.key)
