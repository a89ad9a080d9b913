import importlib


def something():
    return getattr(importlib.import_module("acme_sdk"), "Ac" + "me")()
