"""Real servers: starts them, connects to them, and leaves them as they were.

choose       the server that the user named: a release to start, or a URL
start        starts a release for one run, and removes it afterwards
connect      connects to a running server, and checks its kind, release and token
credentials  the token of an account: sent as it is, or exchanged for access tokens
server       the value that describes a server; live_values are those of a live session
document     the OpenAPI document that a server publishes
server_wire  sends requests within limits; connection is the socket below it; response_times
ledger       records what a run creates before it is created
run_folders  the folders of running servers, and the leftovers of interrupted runs
emulators/   cloud storages, Redis, webhooks and ML backends on loopback
"""
