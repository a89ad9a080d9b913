# The plugin itself is loaded by its entry point once the project is installed.
pytest_plugins = ["pytester"]
