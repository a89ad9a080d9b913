"""Transport: how the client talks to the server, whichever operation is called.

default_server_changed   the server where none is given
timeout_changed          how long it waits for a response
retry_count_changed         how often it sends a request again
retry_delay_changed            how long it waits in between
redirect_changed         whether it follows redirects
"""
