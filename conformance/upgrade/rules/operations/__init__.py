"""Operations: which ones a release has, and the clients that lead to them.

operation_*           an operation is new, gone or renamed
client_counterpart_*  only the sync or only the async client has it
client_type_*         a type checker knows the type of a sub-client, or no longer does
raw_responses_*       clients give access to the raw response
facts/one_sided       operations of one release only; client_types, raw_clients: the same for clients
facts/matched         one operation of both releases, and how its exchanges differ
facts/grouped         one fact of many operations becomes one change of the package
"""
