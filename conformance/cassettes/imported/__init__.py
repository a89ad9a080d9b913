"""Recordings of other programs, made into calls of an SDK: see `importing`.

importing  entries become interactions of operations, with an account of what is lost
routes     which operations an entry may be, by verb and URL
arguments  the arguments of a call, from its request
texts      values of declared types, from texts in URLs, headers and forms
"""
