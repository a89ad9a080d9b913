"""Two releases side by side: which names correspond, and what changed about each.

align                renamed operations, definitions, parameters and methods, as one `Alignment`
rename_finder        renamed classes and aliases, found by where they are used and by their shape
definitions          added, removed, renamed and changed definitions and members
compare_definitions  whether two definitions do the same
fields               the fields of models that differ
callables            the public callables that differ, each as a `MatchedCallable`
matched_callable     one callable on both sides: its arguments, its types, and code that calls it
"""
