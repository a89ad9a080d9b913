"""The declarations in the source of a package, read without importing it.

read_package        from the files of a distribution to one `Api`: the entry point
parsed_file         one file as a syntax tree, with the names that it binds
name_resolver       what a name means, through imports and re-exports
type_reader         annotations as types
declaration_reader  statements as definitions
client_walker       from the client class to the classes of its sub-clients
definitions, api    the values: modules, classes, callables, attributes, aliases, and all of them as one `Api`
public_callables    what callers can call, and the files in which it is written
code_inputs         which code each operation depends on; code_reader: reads it; sent_version: the version in headers
python_needs        features of Python that the source needs; oldest_code
code_body           function bodies, compared without docstrings, comments and layout; code_digest
compare_types       whether one type accepts more values than another
"""

from __future__ import annotations

from conformance.upgrade.source.read_package import PackageReader, read_api, read_apis

__all__ = ["PackageReader", "read_api", "read_apis"]
