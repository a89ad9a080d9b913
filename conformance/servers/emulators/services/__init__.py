"""The services that the process of the emulators runs, in an environment without this package's requirements.

emulator   what a module defines: how it serves, and its values for live.toml
listeners  EMULATORS, the list of all; sockets that load an emulator on its first connection
web        a small web server for emulators that are one function
s3, gcs, azure (azure_listing), redis, ml_backend, webhook_receiver, blackhole_proxy  one emulator each

To add an emulator, write a module with an `EMULATOR` and add it to `EMULATORS`. At import, a module needs nothing
but the standard library; what `serve` loads is listed in `../environment.py`.
"""
