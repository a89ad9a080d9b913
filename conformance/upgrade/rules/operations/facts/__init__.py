"""Facts that several rules of this subject share.

matched, one_sided         operations of both releases, or of one
grouped                    one change for a fact that many operations share
client_types, raw_clients  the clients around them
"""
