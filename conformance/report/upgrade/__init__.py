"""Reports of `upgrade`: the content that all formats share.

- `names`: of changes and files
- `groups`: changes and files in the groups that a reader looks for
- `phrases`: labels and sentences that several formats use
- `build`, `sections`, `results`: the document for Markdown, terminal, JUnit and SARIF
- `page`, `items`: the values of the HTML page
- `changelog`: release notes
- `json_form`: the upgrade document, and back
"""
