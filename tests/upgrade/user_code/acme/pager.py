from acme_sdk import Acme  #: import client.Acme

client = Acme(api_key="k")  #: construct client.Acme
for p in client.projects.list():  #: call projects.list
    p.title  #: attribute types.projects.Project.title
names = {p.id: p for p in client.projects.list()}  #: call projects.list; attribute types.projects.Project.id
names[3].title  #: attribute types.projects.Project.title
for at, q in enumerate(client.projects.list()):  #: call projects.list
    q.title  #: attribute types.projects.Project.title
first = next(iter(client.projects.list()))  #: call projects.list
first.title  #: attribute types.projects.Project.title
known = list(client.projects.list())  #: call projects.list
known[0].title  #: attribute types.projects.Project.title
for page in client.projects.list().iter_pages():  #: call projects.list; call core.pagination.SyncPager.iter_pages
    page.items  #: attribute core.pagination.SyncPager.items
