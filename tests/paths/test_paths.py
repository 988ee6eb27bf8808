"""Stage paths: what helps at each step, found by itself, and the road of the four stages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Page

from hub.people.models import Program
from hub.taxonomy.models import Jurisdiction, Vocabulary
from mentorsites.models import Blackout
from tests.factories import (
    EventPageFactory,
    GuidelinePageFactory,
    JurisdictionFactory,
    LibraryItemPageFactory,
    MentorSitePageFactory,
    PolicyPageFactory,
    PracticePageFactory,
    PrinciplePageFactory,
    StagePathPageFactory,
    TermFactory,
    TopicFactory,
    editor,
    keeper,
    members_only,
    path_step,
    shelf,
)

pytestmark = pytest.mark.django_db
SOON = datetime.now(UTC) + timedelta(days=3)


@pytest.fixture
def stage(db):
    return TermFactory(vocabulary=Vocabulary.STAGE, slug="create", label="Create")


@pytest.fixture
def topic(db):
    return TopicFactory(name="Agreements", slug="agreements")


def path_with(stage, *steps):
    """A path of these steps, filled up with others to five."""
    others = [path_step(f"Another thing {n}") for n in range(len(steps), 5)]
    return StagePathPageFactory(title="Create it", stage=stage, steps=[*steps, *others])


def read(client, path) -> str:
    return client.get(path.get_absolute_url()).text


def step(content: str, number: int) -> str:
    """The part of the page that is this step."""
    return content.split(f'id="step-{number}"')[1].split("</li><li class=")[0].split("</ol>\n")[0]


def own_program(person, **fields):
    return Program.objects.create(person=person, **fields)


# --- What stands at a step ------------------------------------------------------------------------
def test_a_step_collects_every_kind_of_thing_of_its_stage_and_topic(client, stage, topic):
    fits = {"topics": [topic], "terms": [stage]}
    PracticePageFactory(title="A fitting practice", **fits)
    LibraryItemPageFactory(title="A fitting template", **fits)
    GuidelinePageFactory(title="A fitting guideline", **fits)
    EventPageFactory(title="A fitting event", **fits)
    PolicyPageFactory(title="A fitting law", topics=[topic])
    PrinciplePageFactory(title="A fitting principle", topics=[topic])
    path = path_with(stage, path_step("Sign it", topics=["agreements"]))

    content = read(client, path)

    for kind in ("practice", "template", "guideline", "event", "law", "principle"):
        assert f"A fitting {kind}" in content


def test_what_belongs_to_another_stage_or_topic_is_left_out(client, stage, topic):
    other = TermFactory(vocabulary=Vocabulary.STAGE, slug="evaluate")
    PracticePageFactory(title="Of another stage", topics=[topic], terms=[other])
    PracticePageFactory(title="Of another topic", topics=[TopicFactory()], terms=[stage])
    path = path_with(stage, path_step("Sign it", topics=["agreements"]))

    content = read(client, path)

    assert "Of another" not in content


def test_an_event_that_is_over_is_left_out(client, stage, topic):
    EventPageFactory(
        title="Last year", topics=[topic], terms=[stage], starts_at=SOON - timedelta(days=400)
    )
    path = path_with(stage, path_step("Sign it", topics=["agreements"]))

    assert "Last year" not in read(client, path)


def test_picked_pages_stand_before_what_was_found_and_need_no_topic(client, stage, topic):
    PracticePageFactory(title="Found by itself", topics=[topic], terms=[stage])
    picked = PracticePageFactory(title="Picked by hand")
    principle = PrinciplePageFactory(title="A picked principle")
    pages = [Page.objects.get(pk=picked.pk), Page.objects.get(pk=principle.pk)]
    path = path_with(stage, path_step("Sign it", topics=["agreements"], pages=pages))

    content = read(client, path)

    assert content.index("Picked by hand") < content.index("Found by itself")
    assert "A picked principle" in content


@pytest.mark.parametrize("is_picked", [True, False])
def test_what_a_reader_may_not_see_is_not_there(client, stage, topic, is_picked):
    closed = PracticePageFactory(title="For members", topics=[topic], terms=[stage])
    draft = PracticePageFactory(title="Half-written", topics=[topic], terms=[stage], live=False)
    site = MentorSitePageFactory(title="A closed site", topics=[topic])
    members_only(closed)
    members_only(site)
    pages = [Page.objects.get(pk=one.pk) for one in (closed, draft)] if is_picked else []
    path = path_with(stage, path_step("Sign it", topics=["agreements"], pages=pages))

    content = read(client, path)

    for hidden in ("For members", "Half-written", "A closed site"):
        assert hidden not in content


def test_a_thing_stands_at_the_first_step_that_it_fits(client, stage, topic):
    PracticePageFactory(title="Fits twice", topics=[topic], terms=[stage])
    both = [path_step(title, topics=["agreements"]) for title in ("First", "Second")]
    path = path_with(stage, *both)

    assert read(client, path).count("Fits twice") == 1


def test_a_step_shows_three_of_a_kind_and_gives_each_topic_a_turn(client, stage, topic):
    other = TopicFactory(slug="money")
    for n in range(6):
        PracticePageFactory(title=f"On agreements {n}.", topics=[topic], terms=[stage])
    PracticePageFactory(title="On money", topics=[other], terms=[stage])
    path = path_with(stage, path_step("Sign it", topics=["agreements", "money"]))

    content = read(client, path)

    assert content.count("On agreements") == 2
    assert "On money" in content


def test_law_of_ones_own_place_stands_before_national_law_and_law_before_bills(
    member_client, member, stage, topic
):
    here = JurisdictionFactory(name="Georgia")
    nation = JurisdictionFactory(name="United States", kind=Jurisdiction.Kind.FEDERAL)
    own_program(member, place=here)
    elsewhere = JurisdictionFactory(name="Elsewhere")
    for title, place, status in (
        ("A bill elsewhere", elsewhere, "introduced"),
        ("A law elsewhere", elsewhere, "in_force"),
        ("A national law", nation, "in_force"),
        ("A bill at home", here, "introduced"),
    ):
        PolicyPageFactory(
            title=title,
            topics=[topic],
            status=status,
            jurisdiction=place,
            jurisdictions=[place],
            as_of=date(2026, 6, 1),
        )
    path = path_with(stage, path_step("Read the law", topics=["agreements"]))

    content = read(member_client, path)

    order = [content.index(one) for one in ("A bill at home", "A national law", "A law elsewhere")]
    assert order == sorted(order)
    assert "A bill elsewhere" not in content


# --- Mentors --------------------------------------------------------------------------------------
def askable(**fields):
    """A site that takes requests, with somebody who answers them."""
    site = MentorSitePageFactory(**fields)
    keeper(site)
    return site


def test_the_nearest_open_mentor_is_in_ones_own_state(member_client, member, stage):
    here, county = JurisdictionFactory(name="Georgia"), JurisdictionFactory(name="A county")
    county.parents.add(here)
    own_program(member, place=here)
    askable(title="Of this stage", terms=[stage])
    askable(title="In my state", jurisdictions=[county])
    askable(title="Closed nearby", jurisdictions=[here], takes_requests=False)

    content = read(member_client, path_with(stage))

    aside = content.split("Nearest open mentor")[1]
    assert "In my state" in aside
    assert "In your state or nation: A county" in aside
    assert "Closed nearby" not in content


def test_without_a_place_it_is_a_site_that_works_at_this_stage(client, stage):
    askable(title="At another stage")
    askable(title="Of this stage", terms=[stage])

    aside = read(client, path_with(stage)).split("Nearest open mentor")[1]

    assert "Of this stage" in aside
    assert "At another stage" not in aside


def test_a_step_names_the_mentor_of_its_topic(client, stage, topic):
    askable(title="Knows agreements", topics=[topic])
    askable(title="Of this stage", terms=[stage])
    path = path_with(stage, path_step("Sign it", topics=["agreements"]))

    content = read(client, path)

    assert "Knows agreements" in content.split("A mentor for this step")[1]


def test_without_an_open_site_the_page_leads_to_the_forums(client, stage):
    content = read(client, path_with(stage))

    assert "No site takes requests just now" in content
    assert "/forums/new/?kind=question" in content


@pytest.mark.parametrize("hindrance", ["away", "nobody", "overdue"])
def test_a_site_that_cannot_be_asked_today_is_not_named(client, stage, hindrance):
    site = askable(title="Cannot be asked", terms=[stage])
    today = timezone.localdate()
    if hindrance == "away":
        Blackout.objects.create(site=site, first_day=today, last_day=today)
    elif hindrance == "nobody":
        site.managers.update(ended_at=timezone.now(), ended_because="removed")
    else:
        site.managers.update(asked_at=timezone.now() - timedelta(days=31))

    content = read(client, path_with(stage))

    assert "Cannot be asked" not in content


# --- The road -------------------------------------------------------------------------------------
def the_road():
    stages = [
        TermFactory(vocabulary=Vocabulary.STAGE, slug=slug, label=slug.capitalize(), sort_order=n)
        for n, slug in enumerate(("design", "create", "implement", "evaluate"))
    ]
    return [
        StagePathPageFactory(title=f"{one.label} it", slug=one.slug, stage=one) for one in stages
    ]


def test_the_index_shows_the_stages_in_their_order(client):
    the_road()

    content = client.get("/paths/").text

    places = [content.index(f'href="/paths/{slug}/"') for slug in ("design", "create", "implement")]
    assert places == sorted(places)
    assert "Your program is here" not in content


def test_ones_own_stage_is_marked(member_client, member):
    paths = the_road()
    own_program(member, stage=paths[2].stage)

    content = member_client.get("/paths/").text

    assert content.count("Your program is here") == 1
    assert content.index("/paths/implement/") < content.index("Your program is here")
    assert content.index("Your program is here") < content.index("/paths/evaluate/")


def test_a_path_leads_to_the_stages_beside_it(client):
    first, second, *_ = the_road()

    content = read(client, second)

    assert f'href="{first.get_absolute_url()}" rel="prev"' in content
    assert 'href="/paths/implement/" rel="next"' in content
    assert f'<a href="{second.get_absolute_url()}" aria-current="page">' in content


def test_a_path_that_is_not_published_is_not_on_the_road(client):
    paths = the_road()
    paths[1].live = False
    paths[1].save()

    assert "/paths/create/" not in client.get("/paths/").text
    assert client.get("/paths/create/").status_code == 404


def test_an_empty_road_says_so(client):
    shelf("paths")

    assert "The paths are being written" in client.get("/paths/").text


def test_the_home_page_leads_to_the_paths(client, home):
    the_road()
    TermFactory(vocabulary=Vocabulary.STAGE, slug="afterward", label="Afterward", sort_order=9)

    content = client.get("/").text

    assert '<a href="/paths/design/">Design</a>' in content
    # A stage without a path leads to its practices.
    assert '<a href="/practices/?stage=afterward">Afterward</a>' in content


# --- Editing --------------------------------------------------------------------------------------
def test_an_editor_opens_a_path_and_finds_its_steps(client, stage, topic):
    path = path_with(stage, path_step("Sign it", topics=["agreements"]))
    client.force_login(editor())

    content = client.get(f"/admin/pages/{path.pk}/edit/").text

    assert "Sign it" in content
    assert "Picked pages" in content


def test_fewer_than_five_steps_are_refused(stage):
    path = StagePathPageFactory(stage=stage)
    steps = path._meta.get_field("steps")

    with pytest.raises(StreamBlockValidationError):
        steps.stream_block.clean(steps.to_python(path.steps.get_prep_value()[:4]))


# --- Costs ----------------------------------------------------------------------------------------
def a_full_path(count):
    stage = TermFactory(vocabulary=Vocabulary.STAGE, slug="create")
    topics = [TopicFactory() for _ in range(7)]
    place = JurisdictionFactory()
    picked = []
    for n in range(count):
        fits = {"topics": [topics[n % 7]], "terms": [stage], "jurisdictions": [place]}
        picked.append(PracticePageFactory(**fits))
        LibraryItemPageFactory(**fits)
        GuidelinePageFactory(**fits)
        EventPageFactory(**fits)
        MentorSitePageFactory(**fits)
        PolicyPageFactory(topics=[topics[n % 7]])
        PrinciplePageFactory(topics=[topics[n % 7]])
    page = Page.objects.get(pk=picked[0].pk)
    steps = [
        path_step(f"Step {n}", topics=[one.slug], pages=[page]) for n, one in enumerate(topics)
    ]
    return StagePathPageFactory(stage=stage, steps=steps), stage, place


@pytest.mark.parametrize("count", [1, 15])
def test_a_path_costs_sixteen_statements_whatever_it_finds(
    client, count, django_assert_max_num_queries
):
    path, _, _ = a_full_path(count)
    with django_assert_max_num_queries(16):
        answer = client.get(path.get_absolute_url())

    assert answer.status_code == 200


@pytest.mark.parametrize("count", [1, 15])
def test_a_member_with_a_program_costs_the_same_however_much_is_found(
    member_client, member, count, django_assert_max_num_queries
):
    path, stage, place = a_full_path(count)
    own_program(member, stage=stage, place=place)
    # The first page of a session notes a few things, whatever page it is.
    member_client.get("/paths/")

    with django_assert_max_num_queries(24):
        answer = member_client.get(path.get_absolute_url())

    assert answer.status_code == 200


def test_the_road_costs_seven_statements(client, django_assert_max_num_queries):
    the_road()

    with django_assert_max_num_queries(7):
        client.get("/paths/")
