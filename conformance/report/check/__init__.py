"""Reports of `check` and `live`: the content that all formats share.

- `groups`: findings and coverage in the groups that a reader looks for
- `phrases`: labels and sentences that several formats use
- `build`, `sections`, `results`: the document for Markdown, terminal, JUnit and SARIF
- `items`, `tree`: the findings and the operations as a page shows them
- `page`: the values of the HTML page
- `json_form`: the result document, and back
"""
