"""A caller's code tried on both releases: run in workers, or read by a type checker."""
