"""Tests operations of one SDK with generated and recorded responses, without a server.

The sibling of `conformance.live`: both turn calls into exchanges, which `conformance.judging` turns into findings.

engine          judges the operations of one SDK, and the package as a whole
extents         how much of the SDK was tested, and why not the rest
operation       calls of one operation, generated or given, and the checks of their exchanges
recorded_calls  calls of a recording, made again and checked with the responses that a server gave then
"""
