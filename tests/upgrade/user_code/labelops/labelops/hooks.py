"""Webhooks of the service."""

from __future__ import annotations

from label_studio_sdk.types import Webhook

from .connection import Connection

ACTIONS = ["ANNOTATION_CREATED", "TASKS_CREATED"]


def subscribe(connection: Connection, project_id: int, url: str) -> Webhook:
    for hook in connection.webhooks.list(project=str(project_id)):
        if hook.url == url:
            return hook
    return connection.webhooks.create(project=project_id, url=url, actions=ACTIONS, send_payload=True)


def pause(connection: Connection, hook: Webhook) -> bool:
    updated = connection.client.webhooks.update(id=hook.id, url=hook.url, is_active=False)
    return bool(updated.is_active)
