"""Policy of API tokens."""

from label_studio_sdk import LabelStudio  #: import client.LabelStudio

from .connection import connect


def allow_tokens(client: LabelStudio) -> None:  #: annotation client.LabelStudio
    client.jwt_settings.update(api_tokens_enabled=True)  #: call jwt_settings.update


def expire_tokens(days: int) -> int:
    settings = connect().jwt_settings.update(api_token_ttl_days=days)  #: call jwt_settings.update
    return settings.api_token_ttl_days or 0  #: attribute types.lsejwt_settings.LsejwtSettings.api_token_ttl_days


def apply_policy(policy: dict) -> None:
    update = connect().jwt_settings.update  #: attribute jwt_settings.update
    update(**policy)  #: call jwt_settings.update


def reset():
    update = connect().jwt_settings.update  #: attribute jwt_settings.update
    update()  #: call jwt_settings.update
