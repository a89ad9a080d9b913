"""Emulators on loopback of the services that a server under test uses: storages, Redis, webhooks, ML backends.

process          runs all of them in a process of their own
addresses        their values for live.toml, and the server's environment variables
environment      the packages that they run on
fixtures         the objects that every storage holds at the start
service_account  credentials for the emulator of GCS
services/        one module for each emulator; add new ones there
"""
