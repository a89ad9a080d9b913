"""Several result documents beside each other: nightly runs, or a matrix of releases.

- `history`: the value: series of runs, and what happened to each finding in them
- `sections`: the document for Markdown and the terminal
- `page`: the values of the HTML page
"""
