"""The pipeline: what each command does, step by step. Read `check.check` first, then `upgrade.upgrade`."""
