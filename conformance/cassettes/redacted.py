"""Secrets out of recorded interactions, before anything is written."""

from __future__ import annotations

from dataclasses import replace

from conformance.cassettes.interaction import Interaction
from conformance.redaction.redact import NO_SECRETS, Secrets, redact_json, redact_request, redact_response
from conformance.redaction.text import Redaction


def redact_interaction(interaction: Interaction, secrets: Secrets = NO_SECRETS) -> Interaction:
    """The interaction without secrets; the same object where it has none."""
    first = Redaction(secrets.known)
    new = _redacted(interaction, first)
    if new == interaction:
        return interaction
    return _redacted(interaction, first.second_pass())


def _redacted(interaction: Interaction, redaction: Redaction) -> Interaction:
    return replace(
        interaction,
        arguments=redact_json(interaction.arguments, redaction),
        request=redact_request(interaction.request, redaction),
        response=redact_response(interaction.response, redaction),
    )
