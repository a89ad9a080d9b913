"""What an SDK promises, learned from the installed package alone.

model                 Contract, Operation, Parameter, Model; types: declared types as values
extract               from an installed SDK to its contract: methods, annotations, probe
store                 contract to JSON and back
openapi               the contract as an OpenAPI document
document, swagger     an OpenAPI or Swagger document that is compared with it
"""
