from __future__ import annotations

import enum


class State(str, enum.Enum):
    HERE = "here"
    LENT = "lent"
