from .mentor_site_index_page import MentorSiteIndexPage
from .mentor_site_page import MentorSitePage

__all__ = ["MentorSiteIndexPage", "MentorSitePage"]
