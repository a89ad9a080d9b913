"""Facts that several rules of this subject share.

attributes     attributes and constants that the releases declare differently
listed_values  members of enums, aliases and literal types
"""
