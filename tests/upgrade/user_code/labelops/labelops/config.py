"""Settings of the service, read from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass

LABEL_CONFIG = """
<View>
  <Text name="text" value="$text"/>
  <Choices name="sentiment" toName="text"><Choice value="good"/><Choice value="bad"/></Choices>
</View>
"""


@dataclass(frozen=True)
class Settings:
    url: str
    api_key: str
    organization: int = 1

    @classmethod
    def from_environment(cls) -> Settings:
        return cls(os.environ["LABEL_STUDIO_URL"], os.environ["LABEL_STUDIO_API_KEY"])
