"""Recorded responses of real servers: stored, found again, replayed.

interaction  one recorded request and response, with its provenance
library      the folder of cassettes: find, read, write
matching     whether a request is the recorded one, and where it differs
replay       recorded calls made again offline
resume       an interrupted recording resumes
body_files   long bodies, stored once
conversion   one format to another; formats/ has a module for each
normalise/   the same behaviour recorded twice gives the same bytes
"""
