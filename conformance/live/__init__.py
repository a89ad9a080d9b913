"""Tests operations of one SDK against a real server.

The sibling of `conformance.offline`: both turn calls into exchanges, which `conformance.judging` turns into findings.

session            everything that a worker needs for one server; context is what all its operations share
engine             judges the operations of one SDK; sharding spreads them over several servers
case_plan          which calls an operation gets, from simple to special
argument_trials    which optional arguments a server accepts, alone or with others; argument_tally, case_names
operation          sends one call, observes the response, and checks it with both clients; response_schemas
sequence_explorer  create, read, list, update and delete in varying order; sequence_runner, sequence_result
resource_pool      resources that calls need, created and removed; resource_context, setup_calls, request_body
existing_resources resources that exist on a server, found by listing them, for runs that create nothing
decoys             what the filters of lists must exclude
argument_builder   calls whose arguments refer to resources that exist
token_use          authenticates both clients by a personal access token
guard              refuses every request that would change what the run did not create
"""
