"""A command line of the team's."""

import argparse

from labeling.tokens import allow_tokens, expire_tokens
from labeling.wrapper import Labeling


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("title")
    parser.add_argument("--days", type=int, default=0)
    options = parser.parse_args()
    labeling = Labeling()
    project = labeling.ensure_project(options.title, "<View/>")
    labeling.client.comments.create(annotation=1, text=str(project))  #: call comments.create
    if options.days:
        expire_tokens(options.days)
    allow_tokens(labeling.client)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
