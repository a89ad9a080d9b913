"""The user's own code: where it uses the SDK, and which changes of an upgrade touch it."""
