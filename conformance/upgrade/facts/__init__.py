"""What several rules see alike: each module serves the rules of one subject."""
