from .page import MentorSitePageForm

# The page's own form only: the others ask the models, which ask for this one.
__all__ = ["MentorSitePageForm"]
