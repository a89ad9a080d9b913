"""The shared client under all operations: call options, client configurations, time, credentials, concurrency.

    contract ─▶ representatives ─▶ situations ─▶ observations ─▶ runtime profile, facts

`representatives` picks one operation of each shape. `options` and `client_arguments` learn which options a call and
which arguments a client take, `situations` combines them with scripts of responses, and `observer` makes the calls
with real clients: their own HTTP client included, only its transport is replaced. `lists_and_streams` and
`odd_responses` have what servers send in pages, pieces and unusual bodies, `reading` how callers read it, and `kept`
whether a value holds it. `case` joins a `situation` and its `observation`s for the checks, `profile` is what is
approved of them. Operations are judged elsewhere: nothing here depends on their number.
"""
