"""The people of the organization."""

from __future__ import annotations

from label_studio_sdk import LabelStudio
from label_studio_sdk.core.api_error import ApiError


def add(client: LabelStudio, email: str, first_name: str) -> int:
    user = client.users.create(username=email, email=email, first_name=first_name)
    return user.id or 0


def invite(client: LabelStudio, email: str) -> str:
    try:
        return client.users.create(email=email, first_name="New").email or ""
    except ApiError as error:
        return f"refused with {error.status_code}"


def rename(client: LabelStudio, user_id: int, first_name: str) -> str:
    user = client.users.update(user_id, first_name=first_name, phone="1")
    return user.first_name or ""


def everyone(client: LabelStudio) -> list[str]:
    return sorted(user.email or "" for user in client.users.list())


def members(client: LabelStudio, organization: int) -> list[int]:
    page = client.organizations.members.list(organization, page_size=50)
    return [member.user.id for member in page.results]


def legacy_tokens(client: LabelStudio) -> bool:
    settings = client.jwt_settings.update(api_tokens_enabled=True, legacy_api_tokens_enabled=True)
    return bool(settings.legacy_api_tokens_enabled)


def lookup(client: LabelStudio, user_id: int) -> str:
    try:
        return client.users.get(id=user_id).email or ""
    except ApiError as error:
        return f"{error.status_code}"
