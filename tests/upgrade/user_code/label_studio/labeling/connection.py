"""One place that creates clients."""

import os
from functools import lru_cache

import label_studio_sdk as lss  #: import (package)
from label_studio_sdk.client import AsyncLabelStudio, LabelStudio  #: import client.AsyncLabelStudio; import client.LabelStudio

URL = os.environ.get("LABEL_STUDIO_URL", "http://localhost:8080")


@lru_cache(maxsize=1)
def connect():
    return lss.LabelStudio(base_url=URL, api_key=os.environ["LABEL_STUDIO_API_KEY"])  #: construct client.LabelStudio


def connect_async(timeout=30):
    return AsyncLabelStudio(base_url=URL, api_key=os.environ["LABEL_STUDIO_API_KEY"], timeout=timeout)  #: construct client.AsyncLabelStudio


def connected_as(token: str) -> LabelStudio:  #: annotation client.LabelStudio
    client = LabelStudio(base_url=URL, api_key=token)  #: construct client.LabelStudio
    client.users.whoami()  #: call users.whoami
    return client
