from .directory import DirectoryForm
from .own import BookmarkForm, InviteForm, LeaveForm
from .profile import MOST_TOPICS, AvatarForm, ProfileForm
from .program import QUESTIONS, ProgramForm, WelcomeForm

__all__ = [
    "MOST_TOPICS",
    "QUESTIONS",
    "AvatarForm",
    "BookmarkForm",
    "DirectoryForm",
    "InviteForm",
    "LeaveForm",
    "ProfileForm",
    "ProgramForm",
    "WelcomeForm",
]
