"""A caller's code: what witnesses, snippets and reports write."""
