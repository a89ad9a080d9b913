import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from acme_sdk import Acme  #: import client.Acme

client = Acme(api_key="k")  #: construct client.Acme
make = partial(client.projects.create, title="a")  #: call projects.create
getattr(client, "projects").create(title="b")  #: call projects.create
getattr(client.projects, "create")(title="c")  #: call projects.create


async def threads():
    await asyncio.to_thread(client.projects.get, 3)  #: call projects.get
    with ThreadPoolExecutor() as pool:
        pool.submit(client.tasks.get, "t")  #: call tasks.get
        pool.map(client.projects.delete, [1, 2])  #: call projects.delete


def spread(options, ids):
    client.projects.create(**options)  #: call projects.create
    client.projects.get(*ids)  #: call projects.get
    return map(client.projects.get, ids)  #: call projects.get
