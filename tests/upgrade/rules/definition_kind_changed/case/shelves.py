from __future__ import annotations

from typing import Literal  # only old near
import enum  # only new

State = Literal["here", "lent"]  # only old
# only new
class State(str, enum.Enum):  # only new
    HERE = "here"  # only new
    LENT = "lent"  # only new
State = Literal["here", "lent", "lost"]  # only near
