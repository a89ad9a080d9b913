"""The token is exchanged when needed, and the SDK's error is raised for a revoked one."""

from __future__ import annotations

from conformance.exchange.token_use import TokenCall, TokenUse

USE = TokenUse(
    calls=(
        TokenCall(twin="sync", situation="first", exchanges=1),
        TokenCall(twin="sync", situation="again", exchanges=0),
        TokenCall(twin="sync", situation="expired", exchanges=1),
        TokenCall(twin="sync", situation="revoked", error="ApiError with status 401", own_error=True, exchanges=1),
        TokenCall(twin="async", situation="first"),
        TokenCall(twin="async", situation="revoked", error="ApiError with status 401", own_error=True),
    )
)
