"""A caller's code as text, for witnesses, snippets and reports.

code_writer  sample values, objects, calls and import lines that fit both releases
call_writer  snippets that call one callable: to run, to type check, or to copy
render       types, arguments, signatures and calls as source text
excerpt      short texts for the sentences of a report
"""
