"""Facts that several rules of this subject share.

signatures         declarations of callables; same_declarations: those that do not differ
returned           results at run time
deprecations       callables, arguments and classes that a release deprecates
"""
