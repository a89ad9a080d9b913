"""One call of the SDK and everything observed: requests, responses, value or exception.

model              Exchange, CallGroup, Expectation
call_sdk           the one place that calls the SDK; offline_wire responds to its requests
argument_trace     where each argument went on the wire, by sent_arguments; path_segments: the same for the path
validate_payload   a JSON payload against a declared type, by scalar_formats
compare_value      the value that the SDK returned against the payload
classify_response  a real server's response with the labels of generated ones
differences        what two requests or values differ in; json_equality: whether they do
response_match     whether a response reflects what was requested; sequence does so for several calls
token_use          the calls of clients with a personal access token
routes             whether a server has an operation; structure: the shape of a response
rendering          exchanges as text and curl, redacted; reproducer: as a runnable program
loopback_program   the server and the client of such a program, for SDKs that take no transport
"""
