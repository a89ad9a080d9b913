import datetime
import sys


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)  # only old
    if sys.version_info < (3, 11):  # only near
        return datetime.datetime.now(datetime.timezone.utc)  # only near
    return datetime.datetime.now(datetime.UTC)  # only new near
