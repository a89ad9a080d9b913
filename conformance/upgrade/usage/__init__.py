"""The user's own code: where it uses the SDK, and which changes of an upgrade affect it.

user_files      reads Python files and notebooks; relevant_files, import_roots: those that may use the SDK
find            from files to uses: the entry point
candidates      the names in a file that may belong to the SDK, by syntax; prefilter: those that cannot
forwarders      functions that call one of their arguments with the others
inference       what jedi infers about an expression, by stub_copy, a copy of the SDK; lambda_items
reveal          what a type checker infers
resolve_names   from a candidate to a symbol of the SDK; symbol_table: all of its symbols
hits            which changes affect which uses, by affects, affected_uses, result_use and result_types, with advice
rewrite         a call with other arguments
type_errors     errors that a type checker reports for one release only
"""
