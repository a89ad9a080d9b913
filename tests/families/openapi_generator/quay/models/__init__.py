"""The models of the SDK."""

from __future__ import annotations

import json
from typing import Any, Optional

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, field_validator


class Crane(BaseModel):
    """A crane on the quay."""

    model_config = ConfigDict(populate_by_name=True, validate_assignment=True, protected_namespaces=())

    id: StrictInt
    name: StrictStr
    max_load: Optional[StrictInt] = Field(default=None, alias="maxLoad")
    dock_side: Optional[StrictStr] = Field(default=None, validation_alias="dockSide", serialization_alias="dockSide")
    state: Optional[StrictStr] = None
    additional_properties: dict[str, Any] = {}

    @field_validator("state")
    def state_validate_enum(cls, value: Any) -> Any:  # noqa: N805
        """Refuse a state that is not listed."""
        if value is None:
            return value
        if value not in {"idle", "busy"}:
            raise ValueError("must be one of enum values ('idle', 'busy')")
        return value

    def to_dict(self) -> dict[str, Any]:
        """The fields under their names in the API."""
        fields = self.model_dump(by_alias=True, exclude={"additional_properties"}, exclude_none=True)
        return {**fields, **self.additional_properties}

    def to_json(self) -> str:
        """The fields as JSON."""
        return json.dumps(self.to_dict())

    @classmethod
    def from_dict(cls, given: Any) -> Crane:
        """The model of a response's object."""
        return cls.model_validate(given)
