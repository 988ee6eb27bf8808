from .following import follow, unfollow
from .notifying import announce, notify
from .reading import mark_all_read, mark_read, mark_subject_read, mark_subjects_read
from .settings import change_settings, make_missing_settings, settings_of
from .tidying import forget_old_mail, forget_what_is_gone

__all__ = [
    "announce",
    "change_settings",
    "follow",
    "forget_old_mail",
    "forget_what_is_gone",
    "make_missing_settings",
    "mark_all_read",
    "mark_read",
    "mark_subject_read",
    "mark_subjects_read",
    "notify",
    "settings_of",
    "unfollow",
]
