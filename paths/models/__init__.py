from .path_index_page import PathIndexPage
from .stage_path_page import StagePathPage, StagePathQuerySet

__all__ = ["PathIndexPage", "StagePathPage", "StagePathQuerySet"]
