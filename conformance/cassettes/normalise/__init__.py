"""The same behaviour recorded twice gives the same bytes.

recording          a recording in normal form
volatile_values    times, tokens and counters, and what replaces them
identifiers        which numbers are ids, and of what
argument_tracking  the arguments of a call that reappear in its requests
"""
