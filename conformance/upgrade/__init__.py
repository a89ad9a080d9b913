"""Two releases of one SDK, compared.

source/    what the files of a release declare, read without importing it
code/      a caller's code as text
matching/  which names of the two releases correspond, and what changed about them
pair       both releases side by side: the value that rules read
observe/   the same calls and responses on both releases, compared
witness/   snippets of a caller's code that work on one release and not on the other
usage/     the user's own code: which lines a change affects
rules/     one fact per file, grouped by subject
verdict    the version step that the changes require
rule       how a rule is declared
changed_files, typecheck, place_files  the files that differ; mypy on a caller's code, in copies of files
"""
