"""Callables as they are declared: operations, client methods, functions and methods of classes.

callable_*              async, sync, or a property
method_*                a method of a class or client is new or gone
result_type_*           the declared result
deprecated_*            the release advises against its use
implementation_changed  same signature, other code
facts/signatures        the same fact of the sync and the async client becomes one
facts/returned          what a call returns where the declared result changed
"""
