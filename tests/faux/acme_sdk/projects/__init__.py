from . import client, client_ext, members, requests

__all__ = ["client", "client_ext", "members", "requests"]
