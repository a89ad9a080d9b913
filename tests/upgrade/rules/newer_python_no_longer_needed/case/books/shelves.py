import datetime
import sys


def now() -> datetime.datetime:
    if sys.version_info < (3, 11):  # only new
        return datetime.datetime.now(datetime.timezone.utc)  # only new
    zone = datetime.UTC  # only near
    return datetime.datetime.now(zone)  # only near
    return datetime.datetime.now(datetime.UTC)  # only old new
