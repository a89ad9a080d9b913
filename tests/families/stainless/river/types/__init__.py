from .river import Answer, Photo, River
from .river_create_params import SourceParam

__all__ = ["Answer", "Photo", "River", "SourceParam"]
