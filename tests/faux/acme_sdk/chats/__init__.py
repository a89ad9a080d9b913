from .client import AsyncChatsClient, ChatsClient

__all__ = ["AsyncChatsClient", "ChatsClient"]
