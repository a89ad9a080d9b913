"""The same calls and answers on both releases: made in workers, compared outside."""
