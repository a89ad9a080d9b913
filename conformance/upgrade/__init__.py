"""Two releases of one SDK, compared.

source/    what the files of a release declare, without importing it
matching/  which names of the two releases are the same thing
observe/   the same calls and responses on both, compared
witness/   the smallest caller's code that works on one release and not on the other
usage/     the user's own code: which lines a change affects
rules/     one fact per file, grouped by subject
code/      a caller's code as text
pair       both releases side by side: the value that rules read; verdict: the version step that the changes call for
"""
