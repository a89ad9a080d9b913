"""Shared by offline and live tests: the context of one SDK, and the way from facts to findings.

context            one SDK and all that its operations are checked against; frozen, made once per worker
declared_contract  the SDK's operations as a contract, each extracted on first use
operation_context  one operation: its declarations, and what each client is checked against
subjects           one operation and the whole package as checks see them
fact_collector     runs checks and keeps the facts that they find
causes             the place in the SDK that a fact comes from
own_code           the code that each operation has for itself
path_expressions   the expressions that put arguments into paths
watched_calls      calls that are made once more and watched
finding_builder    facts become findings with evidence, without secrets
judgement          coverage and findings of one operation
"""
