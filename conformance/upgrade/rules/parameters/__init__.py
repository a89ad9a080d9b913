"""Parameters of callables, as they are declared.

required_parameter_*, parameter_added, parameter_removed, parameter_renamed  which ones there are
parameter_now_*                                     required or optional
parameter_kind_changed, parameter_order_changed     how they can be passed
parameter_default_changed                           the value of an omitted argument
parameter_type_*                                    which values they admit; facts: what these rules share
The rules about the location of a parameter in the request are in `requests`.
"""
