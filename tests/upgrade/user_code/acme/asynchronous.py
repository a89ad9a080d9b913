import asyncio

from acme_sdk import AsyncAcme  #: import client.AsyncAcme
from factory import make_async


async def main():
    client = AsyncAcme(api_key="k")  #: construct client.AsyncAcme
    project = await client.projects.create(title="a")  #: call projects.create
    print(project.title)  #: attribute types.projects.Project.title
    async for project in await client.projects.list():  #: call projects.list
        print(project.title)  #: attribute types.projects.Project.title
    titles = [p async for p in await client.projects.list()]  #: call projects.list
    one, two = await asyncio.gather(client.tasks.get("a"), make_async().tasks.get("b"))  #: call tasks.get; call tasks.get
    return titles[0].title  #: attribute types.projects.Project.title


async def entered():
    async with make_async() as client:
        await client.projects.get(1)
