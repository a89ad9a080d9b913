from . import client, requests

__all__ = ["client", "requests"]
