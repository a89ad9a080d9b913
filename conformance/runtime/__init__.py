"""The shared client under all operations: call options, client configurations, time, credentials, concurrency.

    contract ─▶ representatives ─▶ situations ─▶ observations ─▶ runtime profile, facts

`representatives` picks one operation of each shape. `options` and `client_arguments` learn which options a call and
which arguments a client take, `situations` combines them with scripts of responses, `run` goes through them, and
`observer` makes the calls with real clients: their own HTTP client included, only its transport is replaced.
`opened_client`, `callers_client`, `surroundings` and `machine` keep the same what is around the calls;
`argument_values`, `file_values` and `python_values` have unusual arguments, `lists_and_streams` and `odd_responses`
what servers send in pages, pieces and unusual bodies, `reading` how callers read it, and `kept` whether a value holds
it. `side_effects` watches the process while a client is made, called and let go. `case` joins a `situation` and its
`observation`s for the checks, `profile` is what is approved of them.
Operations are judged elsewhere: nothing here depends on their number.
"""
