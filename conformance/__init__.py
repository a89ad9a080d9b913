"""Hold a typed Python SDK to its contract: target, contract, calls, exchanges, findings, report."""
