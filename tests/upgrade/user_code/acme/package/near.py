from .acme_sdk import Acme

Acme().projects.create(title="a")
