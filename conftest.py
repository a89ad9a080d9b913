# the plugin is loaded by its entry point once the project is installed
