from .asking import (
    UnableToStart,
    begin_import,
    discard_import,
    forget_imports,
    start_import,
    undo_import,
)
from .carrying_out import check_import, run_import
from .taking_back import take_back

__all__ = [
    "UnableToStart",
    "begin_import",
    "check_import",
    "discard_import",
    "forget_imports",
    "run_import",
    "start_import",
    "take_back",
    "undo_import",
]
