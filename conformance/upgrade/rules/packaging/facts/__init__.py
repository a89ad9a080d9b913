"""Facts that several rules of this subject share.

distribution  requirements and entry points
specifiers    which versions a specifier allows
python_needs  features of Python beyond the claim of the metadata
"""
