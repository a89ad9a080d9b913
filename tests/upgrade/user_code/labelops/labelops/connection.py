"""The clients that everything else shares."""

from __future__ import annotations

from functools import cached_property

from label_studio_sdk import AsyncLabelStudio, LabelStudio
from label_studio_sdk.core.api_error import ApiError

from .config import Settings


class Connection:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.client = LabelStudio(base_url=settings.url, api_key=settings.api_key)
        self.webhooks = self.client.webhooks

    @cached_property
    def projects(self):
        return self.client.projects

    def asynchronous(self) -> AsyncLabelStudio:
        return AsyncLabelStudio(base_url=self.settings.url, api_key=self.settings.api_key)

    def server_version(self) -> str:
        version = self.client.versions.get()
        return version.release or "unknown"

    def is_up(self) -> bool:
        try:
            self.client.users.whoami()
        except ApiError as error:
            if error.status_code is None or error.status_code >= 500:
                return False
            raise
        return True
