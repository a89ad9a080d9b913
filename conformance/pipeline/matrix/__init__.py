"""`conformance matrix`: many releases of an SDK against many of a server, and upgrades between them.

- `plan`: the releases that were named, and the cells that they give
- `cell`: one cell, a run of its own in a process with a limit of time
- `documents`: what servers publish about themselves, for the cells that compare it with declarations
- `scheduler`: runs cells here or on a Dask cluster; one that ends or hangs costs only itself
- `results`: what was run is kept in a folder as it comes, so that a run resumes
- `run`: the command
- `fit`: `conformance matrix ask`, whether an SDK fits a server for what a user's code calls
"""
