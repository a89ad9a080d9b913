"""One call fails after the access token has expired, one exchanges the token needlessly, one is no error of the SDK."""

from __future__ import annotations

from conformance.exchange.token_use import TokenCall, TokenUse

USE = TokenUse(
    calls=(
        TokenCall(twin="sync", situation="first", error="ApiError with status 401", own_error=True, exchanges=0),
        TokenCall(twin="sync", situation="again", exchanges=1),
        TokenCall(twin="sync", situation="expired", exchanges=0),
        TokenCall(twin="sync", situation="revoked", error="KeyError"),
        TokenCall(twin="async", situation="first", error="AttributeError"),
        TokenCall(twin="async", situation="revoked"),
    )
)
EXPECT = {
    "personal_token_not_used: (package).sync.first",
    "personal_token_not_used: (package).sync.again",
    "personal_token_not_used: (package).sync.expired",
    "personal_token_not_used: (package).sync.revoked",
    "personal_token_not_used: (package).async.first",
    "personal_token_not_used: (package).async.revoked",
}
