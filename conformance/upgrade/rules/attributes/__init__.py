"""Attributes of classes, constants of modules, and the values of enums. Fields of models are in `fields`.

attribute_*             an attribute or constant is new, gone, or has another value or type
enum_member_*           a value of an enum, of a literal type, or of a field with one
facts/attributes        attributes that the two releases do not declare alike
facts/listed_values     values that only one release lists
"""
