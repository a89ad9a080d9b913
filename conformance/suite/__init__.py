"""The tests that hold an SDK to its contract: `pytest --pyargs conformance.suite --sdk 2.0.7`."""
