from publisher.session import Session

__all__ = ["Session"]
