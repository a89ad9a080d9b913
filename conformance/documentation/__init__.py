"""An SDK's documentation as a promise: its docstrings are read, and their examples are run.

docstring  one docstring taken apart: the parameters that it describes, and its examples
functions  the public functions of a package with what they accept and what their docstrings say, read from the source
pages      the README and the other pages of a release, and their Python snippets
snippet_names  the names and calls of one statement of a snippet, resolved in the release
snippet_run    the snippets of a page, run one after the other
helpers    the public functions without a request of their own, and what they accept
subjects   what the checks of documentation judge
examples   the examples of an operation, compiled and run with the SDK's own client on the offline wire
"""
