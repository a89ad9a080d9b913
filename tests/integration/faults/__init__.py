"""Faults between a test suite and a real server: their kinds, the proxy that injects them, and who finds them."""
