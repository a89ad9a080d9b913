"""The same calls and responses on both releases: made in workers, compared outside of them.

observer          observes one operation; runs in a worker
rounds            the calls and their responses, made from both contracts (contract_slices) or recorded (recorded_call)
shared_operation  what both releases accept, and calls in the words of one release
seeded_runner     calls the SDK with the same random numbers each time; runs in a worker
observation_log   exchanges as observations; runs in a worker
client_defaults   timeouts, redirects and the default server of a client, by the runtime observer; runs in a worker
observation       the observations of one operation, as JSON
compare           two observations as differences; facets: those between two exchanges
renames           the names that differ between the two releases
"""
