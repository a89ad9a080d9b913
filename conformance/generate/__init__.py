"""Calls and responses, generated: the one home of Hypothesis and Schemathesis.

plan, call           which calls an operation gets, and which responses each of them gets
overrides            own examples and values of single operations
strategies           declared types to Hypothesis strategies; samples: fixed values; byte_encoding: fast generation
responses            conforming, error and hostile responses; pages: those of lists
spec_guided_calls    calls that an OpenAPI document allows or forbids, by openapi, coerce_to_schema, schema_errors
property_search      generates values and shrinks those that show findings
links, sequences     which operation creates what another one needs, and in which order to call them
fuzz, fuzz_failure   Schemathesis against a real server, by schemathesis_adapter over requests_wire
values               values that stand for arguments, independent of any SDK; value_from_json reads them
"""
