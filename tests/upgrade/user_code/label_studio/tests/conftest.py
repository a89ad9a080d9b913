import pytest

from label_studio_sdk import LabelStudio  #: import client.LabelStudio


@pytest.fixture
def ls():
    return LabelStudio(base_url="http://localhost:8080", api_key="k")  #: construct client.LabelStudio
