"""The same calls and responses on both releases: made in workers, compared outside of them.

observer         the calls and responses, made from both contracts; runs in a worker
seeded_runner    calls the SDK with the same random numbers each time; runs in a worker
observation_log  exchanges as observations; runs in a worker
client_defaults  timeouts, redirects and the default server of a client; runs in a worker
observation      the observations of one operation, as JSON
compare          two observations as differences
renames          the names that differ between the two releases
"""
