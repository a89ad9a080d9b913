"""Two releases side by side: which names are the same thing, and what became of each."""
