"""The result of `conformance mutants`.

report    the values: one result for each fault, and their counts
sections  the document, for Markdown and the terminal
page      the HTML page
"""
