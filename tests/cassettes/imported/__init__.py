"""Recordings of other programs become calls of an SDK."""
