from __future__ import annotations

from typing import Any

import pydantic


class UniversalBaseModel(pydantic.BaseModel):
    """Keeps unknown fields, and dumps exactly the fields that were set."""

    model_config = pydantic.ConfigDict(extra="allow", populate_by_name=True, protected_namespaces=())

    def dict(self, **kwargs: Any) -> dict[str, Any]:
        return self.model_dump(**{"by_alias": True, "exclude_unset": True, "warnings": False, **kwargs})

    def json(self, **kwargs: Any) -> str:
        return self.model_dump_json(**{"by_alias": True, "exclude_unset": True, "warnings": False, **kwargs})
