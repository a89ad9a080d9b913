"""The team's own boards: no use of the SDK, despite the names."""


class Projects:
    def create(self, title):
        return {"title": title, "api": "client.jwt_settings.update()"}


class Board:
    def __init__(self):
        self.projects = Projects()
        self.jwt_settings = {}


board = Board()
board.projects.create(title="a")
board.jwt_settings.update(api_tokens_enabled=True)
