"""Nothing yet."""  # only new
from __future__ import annotations  # only near
# only near
# only near
class Rack:  # only near
    room = 1  # only near
