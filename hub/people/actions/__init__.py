from .bookmarks import change_note, remove_bookmark, save_bookmark
from .leaving import UnableToLeave, ask_for_data, hindrances_to_leaving, leave, stay
from .profiles import (
    UnableToRename,
    change_avatar,
    change_name,
    change_profile,
    change_program,
    measure_reach,
    open_lines,
    profile_of,
    program_of,
)

__all__ = [
    "UnableToLeave",
    "UnableToRename",
    "ask_for_data",
    "change_avatar",
    "change_name",
    "change_note",
    "change_profile",
    "change_program",
    "hindrances_to_leaving",
    "leave",
    "measure_reach",
    "open_lines",
    "profile_of",
    "program_of",
    "remove_bookmark",
    "save_bookmark",
    "stay",
]
