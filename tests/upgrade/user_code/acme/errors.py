import acme_sdk  #: import (package)
from acme_sdk.core.api_error import ApiError  #: import core.api_error.ApiError


def fetch(client: acme_sdk.Acme):  #: annotation client.Acme
    try:
        return client.projects.get(1)  #: call projects.get
    except acme_sdk.errors.NotFoundError as error:  #: except errors.NotFoundError
        return error.body  #: attribute core.api_error.ApiError.body
    except (ApiError, ValueError):  #: except core.api_error.ApiError
        raise
