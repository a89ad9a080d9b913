"""Parameters of callables, as they are declared.

required_parameter_*, parameter_added, parameter_removed, parameter_renamed  which ones there are
parameter_now_*                                     required or optional
parameter_kind_changed, parameter_order_changed     how they can be passed
parameter_default_changed                           what is used where none is passed
parameter_type_*                                    which values they admit
Where a parameter goes in the request belongs to `requests`.
"""
