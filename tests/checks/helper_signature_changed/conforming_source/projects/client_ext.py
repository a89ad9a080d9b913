"""Another version of the hand-written additions, which takes all that the approved one takes."""


class ProjectsClientExt:
    def titles(self, *, limit: int | None = None) -> None:
        """The titles of all projects, or of some."""

    def first(self) -> None:
        """A new helper."""


class AsyncProjectsClientExt:
    async def titles(self, limit: int | None = None) -> None:
        """The titles of all projects, or of some."""
