"""The report of `conformance matrix`: which releases of an SDK and of a server work together.

- `matrix`: the value, cells with the state of every operation, and its JSON
- `sections`, `page`: its document for Markdown and the terminal, and its HTML page
"""
