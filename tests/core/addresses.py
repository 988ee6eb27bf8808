"""Public addresses, with everything on them that a reader may fill in."""

from tests.factories import (
    CaseStudyPageFactory,
    EventPageFactory,
    GuidelinePageFactory,
    JurisdictionFactory,
    LibraryItemPageFactory,
    MentorSitePageFactory,
    OrganizationPageFactory,
    PlainPageFactory,
    PolicyPageFactory,
    PracticePageFactory,
    PrinciplePageFactory,
    TermFactory,
    TopicFactory,
    all_shelves,
)

# Address → parameters that its page reads beside those of every list.
FIXED = {
    "/": [],
    "/search/": ["kind"],
    "/places/": [],
    "/places/go/": ["place"],
    "/topics/": [],
    "/topics/a-topic/": ["kind"],
    "/places/a-place/": [],
    "/about/glossary/": [],
    "/about/evidence/": [],
    "/sign-in/": ["next"],
    "/sitemap.xml": ["p", "section"],
    "/sitemap-pages.xml": ["p", "section"],
    "/practices/list.csv": ["topic", "evidence"],
    "/topics/a-topic/list.json": ["kind", "place", "year", "open"],
    "/places/a-place/feed.atom": ["n"],
    "/events/calendar.ics": [],
    "/llms.txt": [],
    "/robots.txt": [],
    "/.well-known/security.txt": [],
    "/-/healthz": [],
    "/policies/policies.csv": [],
    "/principles/a-principle/": [],
    "/partners/a-partner/": [],
    "/practices/a-practice/": [],
    "/plain/": [],
}
EVERY_LIST = ["q", "sort", "page"]


def build_a_little_of_everything() -> dict[str, list[str]]:
    """One thing of each type; returns every address with the parameters that it may read."""
    shelves = all_shelves()
    topic = TopicFactory(name="A topic", slug="a-topic")
    place = JurisdictionFactory(code="US-ZZ", name="A place", slug="a-place")
    tags = {"topics": [topic], "terms": [TermFactory(slug="rural")], "jurisdictions": [place]}
    principle = PrinciplePageFactory(title="A principle", topics=[topic])
    PracticePageFactory(title="A practice", principles=[principle], **tags)
    for factory in (
        CaseStudyPageFactory,
        EventPageFactory,
        GuidelinePageFactory,
        LibraryItemPageFactory,
        MentorSitePageFactory,
    ):
        factory(**tags)
    PolicyPageFactory(jurisdiction=place, topics=[topic])
    OrganizationPageFactory(title="A partner")
    PlainPageFactory(title="Plain")
    lists = {
        shelf.get_url(): ["when", *(facet.name for facet in getattr(shelf, "facets", ()))]
        for shelf in shelves
    }
    return {address: [*names, *EVERY_LIST] for address, names in (FIXED | lists).items()}
