"""Scenarios: programs of a target that use the helpers of its SDK, which send no requests that a contract could state.

load            the programs of `scenarios.toml`
sandbox         no network, no processes, no files outside of a folder
snippet_runner  runs programs in the imported SDK, on the offline wire; in a worker
outcome         the outcome of a program
approved        the outcomes that were approved, as a file to review
run             all programs of a target, each with its approved outcome
"""
