import pytest
from acme_sdk import Acme  #: import client.Acme


@pytest.fixture
def client():
    yield Acme(api_key="k")  #: construct client.Acme


@pytest.fixture(scope="session")
def project(client):
    return client.projects.create(title="fixture")  #: call projects.create
