from . import api_error, construct, encode, http, models, options, pagination

__all__ = ["api_error", "construct", "encode", "http", "models", "options", "pagination"]
