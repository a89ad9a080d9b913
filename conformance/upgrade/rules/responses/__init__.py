"""Responses: what a call returns or raises for the same response.

result_changed                the value that is returned
pager_changed, stream_changed paged results and streams
error_*                       the exception for an error response
malformed_response_changed    what happens with a response that no server should send
"""
