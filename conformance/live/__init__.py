"""One operation of one SDK against a real server.

The sibling of `conformance.offline`: both turn calls into exchanges, which `conformance.judging` turns into findings.

session            what a worker keeps of a live run
engine             the operations of one imported SDK on one server
operation          one call sent, classified and checked
case_plan          which calls an operation gets, from simple to special
sequence_explorer  create, read, list, update and delete in varying order; sequence_runner makes one such sequence
resource_pool      resources that calls need, created and removed again; resource_context is what all pools share
argument_builder   arguments that refer to resources that exist
guard              refuses every request that would change what the run did not create
"""
