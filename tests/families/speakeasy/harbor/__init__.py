from .sdk import Harbor

__all__ = ["Harbor"]
