"""Another version of the hand-written additions."""


class ProjectsClientExt:
    def titles(self, limit: int) -> None:
        """The titles of some projects."""
