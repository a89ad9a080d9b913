"""The contract of an SDK, determined from the installed package alone.

model                 Contract, Operation, Parameter, Model; types: declared types as values
extract               an installed SDK to its contract, by methods, annotations, operation_probe, error_probe; pages
compared_status       which statuses an SDK treats alike, so that one call shows the error of all of them
describe_package      from an unknown package to the draft of a target, by client_search and observe_client
store                 contract to JSON and back
openapi               the contract as an OpenAPI document; openapi_schema, merge, url_shape
document              an OpenAPI document that is compared with it, from read_document; swagger converts older ones
"""
