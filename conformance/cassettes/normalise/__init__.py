"""Normal form: the same behaviour recorded twice gives the same bytes.

recording          normalises requests, responses and the arguments of a call
values             single values: JSON leaves, URLs, query parameters
bodies             bodies: JSON, forms, multipart, tables, archives
arguments          stored arguments, which follow the requests of their call
volatile_values    times, tokens and counters, and what replaces them
identifiers        which numbers are ids, and of what
argument_tracking  which values of a request are arguments of the call
"""
