"""Facts that several rules of this subject share.

definitions   definitions that only one release has, and renamed ones
base_classes  the base classes of public classes
"""
