"""An SDK's documentation as a promise: its docstrings are read, and their examples are run.

docstring  one docstring taken apart: the parameters that it describes, and its examples
functions  the public functions of a package with what they accept and what their docstrings say, read from the source
examples   the examples of an operation, compiled and run with the SDK's own client on the offline wire
"""
