from __future__ import annotations

from typing import Literal

State = Literal["here", "lent", "lost"]
