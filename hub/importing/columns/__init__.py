"""Which columns a sheet may have, declared for each type in one place."""

from .kinds import KINDS
from .making import Kind

__all__ = ["KINDS", "Kind"]
