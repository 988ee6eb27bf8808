"""Every type that is published, in the order in which readers look for them."""

from casestudies.models import CaseStudyPage
from hub.events.models import EventPage
from hub.guidelines.models import GuidelinePage
from hub.library.models import LibraryItemPage
from hub.policies.models import PolicyPage
from mentorsites.models import MentorSitePage
from practices.models import PracticePage

RESOURCE_MODELS = (
    PracticePage,
    CaseStudyPage,
    MentorSitePage,
    PolicyPage,
    GuidelinePage,
    LibraryItemPage,
    EventPage,
)

# What several of them are called, in the order of a place's page: law, neighbors, then the rest.
PLURALS = {
    PolicyPage: "laws and policies",
    MentorSitePage: "mentor sites",
    CaseStudyPage: "case studies",
    PracticePage: "promising practices",
    GuidelinePage: "guidelines",
    LibraryItemPage: "library items",
    EventPage: "events",
}
