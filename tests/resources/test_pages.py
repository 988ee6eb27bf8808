"""What holds for the pages of every published type alike."""

from html.parser import HTMLParser

import pytest

from hub.resources.models import ResourceRelation
from tests.factories import (
    CaseStudyPageFactory,
    EventPageFactory,
    GuidelinePageFactory,
    JurisdictionFactory,
    LibraryItemPageFactory,
    MentorSitePageFactory,
    OrganizationPageFactory,
    PracticePageFactory,
    PrinciplePageFactory,
    TermFactory,
    ThreadFactory,
    TopicFactory,
    members_only,
)

pytestmark = pytest.mark.django_db

TYPES = [
    pytest.param(CaseStudyPageFactory, "/case-studies/", id="case study"),
    pytest.param(EventPageFactory, "/events/", id="event"),
    pytest.param(GuidelinePageFactory, "/guidelines/", id="guideline"),
    pytest.param(LibraryItemPageFactory, "/library/", id="library item"),
    pytest.param(MentorSitePageFactory, "/mentor-sites/", id="mentor site"),
    pytest.param(PracticePageFactory, "/practices/", id="practice"),
]
of_every_type = pytest.mark.parametrize(("make", "shelf"), TYPES)


class Outline(HTMLParser):
    """The ids, the anchors linked to and the headings of a page."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.headings: list[str] = []
        self._in_heading = False
        self.feed(content)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(values["id"])
        if tag == "a" and values.get("href", "").startswith("#"):
            self.anchors.append(values["href"][1:])
        if tag in ("h1", "h2", "h3", "h4"):
            self._in_heading = True
            self.headings.append("")

    def handle_endtag(self, tag):
        if tag in ("h1", "h2", "h3", "h4"):
            self._in_heading = False

    def handle_data(self, data):
        if self._in_heading:
            self.headings[-1] += data.strip()


def relate(source, target, **fields) -> ResourceRelation:
    return ResourceRelation.objects.create(
        source_id=source.pk, kind="supports", target_id=target.pk, **fields
    )


def outline_of(client, address: str) -> Outline:
    return Outline(client.get(address).content.decode())


@of_every_type
def test_what_is_published_is_listed_and_can_be_read(client, make, shelf):
    page = make(title="Something published")

    assert "Something published" in client.get(shelf).content.decode()
    assert client.get(page.get_absolute_url()).status_code == 200


@of_every_type
def test_a_draft_is_neither_listed_nor_found(client, make, shelf):
    page = make(title="Half-written", live=False)

    assert "Half-written" not in client.get(shelf).content.decode()
    assert client.get(page.get_absolute_url()).status_code == 404


@of_every_type
def test_a_topic_narrows_the_shelf_and_its_chip_takes_it_away(client, make, shelf):
    topic = TopicFactory(name="Night shifts")
    make(title="About nights", topics=[topic])
    make(title="About days")

    content = client.get(shelf, {"topic": topic.slug}).content.decode()

    assert "About nights" in content
    assert "About days" not in content
    assert '<span class="visually-hidden">Remove: </span>Night shifts' in content


@of_every_type
def test_a_narrowed_shelf_without_hits_offers_a_way_back(client, make, shelf):
    make()

    content = client.get(shelf, {"q": "xyzzy"}).content.decode()

    assert "Nothing fits all of these filters" in content
    assert "Clear all filters" in content


@of_every_type
def test_a_page_with_only_what_is_required_has_no_empty_headings(client, make, shelf):
    page = make()

    outline = outline_of(client, page.get_absolute_url())

    assert all(outline.headings)
    assert "Sources" not in outline.headings
    assert "Topics" not in outline.headings


@of_every_type
def test_every_anchor_leads_somewhere_and_no_id_comes_twice(client, make, shelf):
    page = make(
        topics=[TopicFactory()],
        body=[("heading", {"text": "One more thing"}), ("paragraph", "<p>More.</p>")],
        sources=[("source", {"label": "The report", "kind": "research"})],
    )

    for address in (page.get_absolute_url(), shelf):
        outline = outline_of(client, address)

        assert set(outline.anchors) <= set(outline.ids)
        assert len(outline.ids) == len(set(outline.ids))


@of_every_type
def test_a_sample_says_so_on_its_page_and_in_its_card(client, make, shelf):
    sample = make(is_sample=True)

    assert "Sample – not a real program" in client.get(sample.get_absolute_url()).content.decode()
    assert "Sample – not real" in client.get(shelf).content.decode()


@of_every_type
def test_a_content_notice_comes_before_the_page(client, make, shelf):
    page = make(content_notice="Speaks of suicide; no methods.")

    content = client.get(page.get_absolute_url()).content.decode()

    assert content.index("Speaks of suicide") < content.index('class="split"')


@of_every_type
def test_two_things_are_linked_from_both_ends_in_words(client, make, shelf):
    practice = PracticePageFactory(title="Follow-up calls")
    page = make(title="The other thing")
    relate(page, practice, note="With numbers.")

    there = client.get(page.get_absolute_url()).content.decode()
    back = client.get(practice.get_absolute_url()).content.decode()

    assert "Follow-up calls" in there
    assert f"This {page._meta.verbose_name} supports it." in there
    assert "The other thing" in back
    assert "It supports this promising practice." in back
    assert "With numbers." in back


@of_every_type
def test_nobody_learns_of_a_page_for_members_from_what_is_linked_with_it(client, make, shelf):
    page = make()
    members_page = PracticePageFactory(title="Only for members")
    relate(page, members_page)
    members_only(members_page)

    assert "Only for members" not in client.get(page.get_absolute_url()).content.decode()


@of_every_type
def test_the_organization_that_keeps_a_page_is_named_unless_it_is_hidden(client, make, shelf):
    owner = OrganizationPageFactory(title="Keepers of things")
    page = make(owner_organization=owner)

    before = client.get(page.get_absolute_url()).content.decode()
    members_only(owner)
    after = client.get(page.get_absolute_url()).content.decode()

    assert 'Kept by</dt><dd><a href="/partners/keepers-of-things/">' in before
    assert "Kept by" not in after


@of_every_type
def test_a_shelf_costs_sixteen_statements_at_most(
    client, make, shelf, django_assert_max_num_queries
):
    topic, place, term = TopicFactory(), JurisdictionFactory(), TermFactory()
    for _ in range(23):
        make(topics=[topic], jurisdictions=[place], terms=[term])

    with django_assert_max_num_queries(16):
        response = client.get(shelf, {"topic": topic.slug})

    assert "Showing 1–20 of 23" in response.content.decode()


@of_every_type
def test_a_page_costs_seventeen_statements_at_most(
    client, make, shelf, django_assert_max_num_queries
):
    page = make(
        topics=[TopicFactory()],
        jurisdictions=[JurisdictionFactory()],
        terms=[TermFactory()],
        principles=[PrinciplePageFactory()],
        owner_organization=OrganizationPageFactory(),
    )
    for other in (PracticePageFactory(), CaseStudyPageFactory(), MentorSitePageFactory()):
        relate(page, other)
    # Its discussion: the forums one may see, the threads, and whether it grew out of one.
    ThreadFactory(about=page)
    # Once in a process: where Wagtail's sites are, and the numbers of content types.
    client.get(page.get_absolute_url())

    with django_assert_max_num_queries(17):
        response = client.get(page.get_absolute_url())

    assert response.status_code == 200
