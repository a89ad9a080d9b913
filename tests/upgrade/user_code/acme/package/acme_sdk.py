"""A module of the user's that is called like the SDK."""


class Acme:
    projects = None
