"""The code below is read, never run."""

collect_ignore_glob = ["*"]
