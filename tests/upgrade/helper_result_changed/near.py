"""Books, and a helper of theirs."""


def shorten(title: str) -> str:
    return "".join(list(title)[:3])
