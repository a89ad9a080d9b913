"""One call of the SDK and everything observed: requests, responses, value or exception.

model              Exchange, CallGroup, Expectation
call_sdk           the one place that calls the SDK; offline_wire answers its requests
argument_trace     where each argument went on the wire
validate_payload   a JSON payload against a declared type; compare_value: the value that the SDK returned
classify_response  what a real server's response turned out to be
response_match     whether a response reflects what was requested; sequence does so for several calls
routes             whether a server has an operation; structure: the shape of a response
rendering          exchanges as text, curl and a runnable program
"""
