from __future__ import annotations

from typing import Any, Literal

from ..core.models import UniversalBaseModel


class TaggedModel(UniversalBaseModel):
    """Also dumps the field by which a union tells its members apart, which callers need not give."""

    def dict(self, **kwargs: Any) -> dict[str, Any]:
        return {**self.model_dump(by_alias=True, exclude_none=True, warnings=False), **super().dict(**kwargs)}


class UserMessage(TaggedModel):
    role: Literal["user"] = "user"
    content: str


class ToolMessage(TaggedModel):
    role: Literal["tool"] = "tool"
    content: str
    call_id: str


Message = UserMessage | ToolMessage


class TextChunk(TaggedModel):
    type: Literal["text"] = "text"
    text: str


class EndChunk(TaggedModel):
    type: Literal["end"] = "end"
    text: str
    reason: str | None = None


Chunk = TextChunk | EndChunk


class Reply(UniversalBaseModel):
    id: str
    message: Message


class Settlement(UniversalBaseModel):
    amount: int
    note: str | None = None
