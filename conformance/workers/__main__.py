"""Runs a worker: `python -m conformance.workers`, started by the pool in the SDK's environment."""

from conformance.workers.worker import main

if __name__ == "__main__":
    main()
