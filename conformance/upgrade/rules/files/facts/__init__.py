"""Facts that several rules of this subject share.

source_files  source files that differ
data_files    other files
docstrings    docstrings of unchanged declarations
"""
