"""Recorded responses of real servers: stored, found and replayed.

interaction  one recorded request and response, with its provenance
library      the folder of cassettes: find, read, write
matching     whether a request is the recorded one, and where it differs
replay       recorded calls, made again offline
resume       continues an interrupted recording
redacted     removes secrets before anything is written
body_files   long bodies, stored once
conversion   converts one format into another; formats/ has one module for each
imported/    recordings of other programs, made into calls of the SDK
normalise/   makes two recordings of the same behaviour the same bytes
"""
