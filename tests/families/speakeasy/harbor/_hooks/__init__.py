class SDKHooks:
    """Hooks that change nothing."""
