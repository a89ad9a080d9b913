"""Faults between a suite and a real server: what they are, how they are put on the wire, and who notices them."""
