"""The contract of an SDK, determined from the installed package alone.

model                 Contract, Operation, Parameter, Model; types: declared types as values
extract               an installed SDK to its contract, by methods, annotations, exports, pages
operation_probe       how one operation works, by calls of probe; completion, sample_payload
response_probe        what its results and errors are; error_probe
limits                the limits of values that annotations declare; listed_values: those that validators name
raw_methods           whether methods with raw responses take the same parameters
compared_status       which statuses an SDK treats alike, so that one call shows the error of all of them
describe_package      from an unknown package to the draft of a target, by client_search and observe_client
store                 contract to JSON and back
openapi               the contract as an OpenAPI document; openapi_schema, schema_types, merge, url_shape
document              an OpenAPI document that is compared with it, from read_document; swagger converts older ones
references            references in a document; external_references: into other files; server_paths: its base paths
"""
