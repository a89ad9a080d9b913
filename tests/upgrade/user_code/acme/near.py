"""This file does not use the SDK: `acme_sdk.Acme().projects.create()` in a docstring is no use."""

import projects
from dynamic import something

# client.projects.create(title="a")


class Board:
    class projects:
        @staticmethod
        def create(title):
            return title


board = Board()
board.projects.create(title="acme_sdk.Acme")
projects.create(title="b")
something().projects.create(title="c")
text = "client.projects.create()"
text.title()


def unknown(client, title):
    return client.projects.create(title=title)


class Project:
    title = ""


Project().title
