"""Fields of models.

required_field_*, field_added, field_removed, field_renamed  which ones there are
field_now_*                                required or optional
field_alias_changed                        the name on the wire
field_type_*, field_default_changed        which values they hold
facts                                      a caller's code that shows the change of a field
"""
