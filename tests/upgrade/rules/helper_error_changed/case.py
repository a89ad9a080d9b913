"""Books, and a helper of theirs."""


def shorten(title: str) -> str:
    raise ValueError(title)  # only old
    raise TypeError(title)  # only new
    return title  # only near
