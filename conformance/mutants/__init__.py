"""Faults that are put, one at a time, into a copy of a real SDK, to see what the checks notice.

source   a parsed file of the SDK, its areas, and edits that keep the rest of the file as it is
find     what the declarations of kinds are written with
kind     the declaration of a kind of fault: where it applies, its edits, its example
kinds/   every kind, one module for each group
mutant   one fault in one file: its text, its difference, and whether it can change anything
choose   which faults are tried, from a seed
place    whether a finding names the place of the fault
"""
