"""Operations on cranes."""

from __future__ import annotations

from typing import Annotated, Any, Dict, List, Optional

from pydantic import Field, StrictInt, StrictStr, validate_call

from ..api_client import ApiClient
from ..api_response import ApiResponse
from ..models import Crane


class CranesApi:
    """The cranes of the quay."""

    def __init__(self, api_client: Optional[ApiClient] = None) -> None:
        self.api_client = api_client or ApiClient()

    @validate_call
    def get_crane(
        self,
        id: StrictStr,
        _request_timeout: Optional[float] = None,
        _request_auth: Optional[Dict[StrictStr, Any]] = None,
        _content_type: Optional[StrictStr] = None,
        _headers: Optional[Dict[StrictStr, Any]] = None,
        _host_index: Annotated[StrictInt, Field(ge=0, le=0)] = 0,
    ) -> Crane:
        """Get a crane."""
        response = self.api_client.call_api(
            "GET", "/cranes/{id}", path_params={"id": id}, headers=_headers, timeout=_request_timeout
        )
        crane: Crane = self.api_client.deserialize(response, Crane)
        return crane

    @validate_call
    def get_crane_with_http_info(
        self,
        id: StrictStr,
        _request_timeout: Optional[float] = None,
        _request_auth: Optional[Dict[StrictStr, Any]] = None,
        _content_type: Optional[StrictStr] = None,
        _headers: Optional[Dict[StrictStr, Any]] = None,
        _host_index: Annotated[StrictInt, Field(ge=0, le=0)] = 0,
    ) -> ApiResponse[Crane]:
        """Get a crane, with status and headers."""
        response = self.api_client.call_api(
            "GET", "/cranes/{id}", path_params={"id": id}, headers=_headers, timeout=_request_timeout
        )
        crane = self.api_client.deserialize(response, Crane)
        return ApiResponse(status_code=response.status, headers=dict(response.headers), data=crane)

    @validate_call
    def list_cranes(
        self,
        page_size: Annotated[Optional[Annotated[int, Field(le=250, strict=True, ge=1)]], Field(description="")] = None,
        _request_timeout: Optional[float] = None,
        _request_auth: Optional[Dict[StrictStr, Any]] = None,
        _content_type: Optional[StrictStr] = None,
        _headers: Optional[Dict[StrictStr, Any]] = None,
        _host_index: Annotated[StrictInt, Field(ge=0, le=0)] = 0,
    ) -> List[Crane]:
        """List cranes."""
        response = self.api_client.call_api(
            "GET", "/cranes", query=[("pageSize", page_size)], headers=_headers, timeout=_request_timeout
        )
        cranes: List[Crane] = self.api_client.deserialize(response, List[Crane])
        return cranes

    @validate_call
    def create_crane(
        self,
        crane: Crane,
        _request_timeout: Optional[float] = None,
        _request_auth: Optional[Dict[StrictStr, Any]] = None,
        _content_type: Optional[StrictStr] = None,
        _headers: Optional[Dict[StrictStr, Any]] = None,
        _host_index: Annotated[StrictInt, Field(ge=0, le=0)] = 0,
    ) -> Crane:
        """Create a crane."""
        response = self.api_client.call_api(
            "POST", "/cranes", body=crane.to_dict(), headers=_headers, timeout=_request_timeout
        )
        created: Crane = self.api_client.deserialize(response, Crane)
        return created
