"""Books, and a helper of theirs."""


def shorten(title: str) -> str:
    return title[:3]  # only old
    return title[:4]  # only new
    return "".join(list(title)[:3])  # only near
