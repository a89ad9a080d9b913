"""Models as objects: what callers do with a value that an operation returned, and with an error that it raised.

    contract ─▶ forms ─▶ objects ─▶ uses ─▶ facts

forms      the values that each model is tried with: smallest, full, with nulls, each part of each member of a union
objects    one object for each form, as an operation returns it for a response; and which function made it
uses       all ways of use of one object, by `copies`, `equality`, `writing`, `reading` and `changing`
sent_back  values that one call returned, sent by another
errors     exceptions, as operations raise them: copied, pickled and printed
case       the ways of use with what was observed, which checks judge
run        all of this for one SDK
"""
