"""Calls and responses, generated: the one home of Hypothesis and Schemathesis.

plan, call           which calls an operation gets, and which responses each of them
strategies           declared types to Hypothesis strategies; samples: values without chance; byte_encoding: fast draws
responses            conforming, error and hostile responses
spec_guided_calls    calls that an OpenAPI document allows or forbids; openapi, coerce_to_schema
property_search      draws values and shrinks what was found
links, sequences     which operation creates what another one needs, and in which order to call them
fuzz, fuzz_failure   Schemathesis against a real server
values, typed        values that stand for arguments, independent of any SDK
"""
