from .care import Blackout, FactChange, SiteCare
from .changes import ProfileChange, ProfileDraft, ProfileNote
from .managers import PrivateContact, SiteInvitation, SiteManager
from .mentor_site_index_page import MentorSiteIndexPage
from .mentor_site_page import MentorSitePage
from .notes import SiteAsk, SiteNote

__all__ = [
    "Blackout",
    "FactChange",
    "MentorSiteIndexPage",
    "MentorSitePage",
    "PrivateContact",
    "ProfileChange",
    "ProfileDraft",
    "ProfileNote",
    "SiteAsk",
    "SiteCare",
    "SiteInvitation",
    "SiteManager",
    "SiteNote",
]
