"""One operation of one SDK over generated and recorded responses, without a server.

The sibling of `conformance.live`: both turn calls into exchanges, which `conformance.judging` turns into findings.

engine  the operations of one imported SDK: calls, exchanges, checks
"""
