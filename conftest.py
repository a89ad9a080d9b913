# The plugin itself is loaded by its entry point once the project is installed.
import os

from hypothesis import settings

pytest_plugins = ["pytester"]
# in CI the same draws every time: a red run is about the change that it ran on
settings.register_profile("ci", derandomize=True, database=None)
if os.environ.get("CI"):
    settings.load_profile("ci")
