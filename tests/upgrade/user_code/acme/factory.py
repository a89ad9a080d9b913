"""No function here declares its result."""

from functools import lru_cache

from acme_sdk import Acme, AsyncAcme  #: import client.Acme; import client.AsyncAcme


def make():
    return Acme(api_key="k")  #: construct client.Acme


@lru_cache
def cached() -> Acme:  #: annotation client.Acme
    return make()


def make_async(key="k"):
    return AsyncAcme(api_key=key)  #: construct client.AsyncAcme
