import acme_sdk as sdk  #: import (package)
from acme_sdk import Acme  #: import client.Acme
from acme_sdk.client import Acme as Client  #: import client.Acme

client = Acme(api_key="k")  #: construct client.Acme
client.projects.create(title="a")  #: call projects.create
other = sdk.Acme(api_key="k")  #: construct client.Acme
other.projects.members.list(3)  #: call projects.members.list
third = Client(api_key="k")  #: construct client.Acme


def of_the_module():
    return client.projects.get(1)  #: call projects.get


def chain():
    projects = third.projects  #: attribute projects
    create = projects.create  #: attribute projects.create
    create(title="b", due=None)  #: call projects.create
    return of_the_module().title  #: attribute types.projects.Project.title


def in_a_dict():
    clients = {"a": client}
    clients["a"].tasks.get("t")  #: call tasks.get
    (client or other).tasks.answer("t")  #: call tasks.answer


def chosen(fast=None):
    fast = fast or Acme(api_key="k")  #: construct client.Acme
    if (found := fast.tasks.get("t")).id:  #: call tasks.get; attribute types.tasks.Task.id
        print(found.id)  #: attribute types.tasks.Task.id
