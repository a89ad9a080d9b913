"""Books, and a helper of theirs."""


def shorten(title: str) -> str:
    raise ValueError(title)  # only old
    return title[:3]  # only new
    raise TypeError(title)  # only near
