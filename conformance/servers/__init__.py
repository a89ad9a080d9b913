"""Real servers: started, connected to, and left as they were.

choose       the server that the user named: a release to start, or a URL
start        a release from PyPI, started for the run and removed afterwards
connect      a running server: its kind, release and credentials
server       what is known of a server
document     the OpenAPI document that it publishes
server_wire  requests to it, within limits; connection is the socket below
ledger       what a run creates, on disk before it is created
run_folders  folders of running servers, and what interrupted runs left
emulators/   cloud storage, Redis, webhooks and ML backends on loopback
"""
