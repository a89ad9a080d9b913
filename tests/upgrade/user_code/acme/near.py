"""Nothing here is of the SDK: `acme_sdk.Acme().projects.create()` in words is not, either."""

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
