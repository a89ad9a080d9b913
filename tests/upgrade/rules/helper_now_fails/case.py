"""Books, and a helper of theirs."""


def shorten(title: str) -> str:
    return title[:3]  # only old
    raise ValueError(title)  # only new
    return title[:4]  # only near
