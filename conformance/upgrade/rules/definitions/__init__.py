"""Definitions: classes, models, errors, functions and type aliases.

table                              <kind>_added, <kind>_removed, <kind>_renamed: a public definition that only one
                                   release has, or that moved
alias_changed, base_class_changed  what an alias stands for, what a class inherits from
definition_kind_changed            a class became a function, or similar
facts/definitions                  definitions of one release only, and renamed ones
facts/base_classes                 what the classes of both releases inherit from
"""
