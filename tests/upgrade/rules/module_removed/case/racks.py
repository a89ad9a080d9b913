"""Nothing yet."""  # only old
from __future__ import annotations  # only near
