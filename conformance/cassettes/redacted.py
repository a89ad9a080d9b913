"""Redacts recorded interactions before they are written."""

from __future__ import annotations

from dataclasses import replace

from conformance.cassettes.interaction import Interaction
from conformance.redaction.redact import NO_SECRETS, Secrets, redact_json, redact_request, redact_response
from conformance.redaction.text import Redaction


def redact_interaction(interaction: Interaction, secrets: Secrets = NO_SECRETS) -> Interaction:
    """The interaction without secrets; the same object where it has none."""
    first_pass = Redaction(secrets.known)
    redacted = _apply(first_pass, interaction)
    return interaction if redacted == interaction else _apply(first_pass.second_pass(), interaction)


def _apply(redaction: Redaction, interaction: Interaction) -> Interaction:
    return replace(
        interaction,
        arguments=redact_json(interaction.arguments, redaction),
        request=redact_request(interaction.request, redaction),
        response=redact_response(interaction.response, redaction),
    )
