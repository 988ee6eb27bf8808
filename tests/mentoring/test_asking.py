import pytest
from django.core.cache import cache
from django.utils import timezone

from hub.people.actions import program_of
from hub.taxonomy.models import Vocabulary
from mentoring.models import MentorRequest, RequestDraft, Status
from tests.factories import (
    JurisdictionFactory,
    MentorSitePageFactory,
    TermFactory,
    TopicFactory,
    keeper,
)

from .worlds import ask, offer_term, open_site

pytestmark = pytest.mark.django_db
ADDRESS = "/mentoring/ask/"
QUESTION = "Which call types should we begin with?"


def answers(**changes) -> dict:
    said = {"question": QUESTION, "wanted_help": [offer_term().pk], "form_key": "one-form"}
    return said | changes


def test_whoever_is_not_signed_in_signs_in_and_comes_back(client):
    site = open_site()

    response = client.get(f"{ADDRESS}?site={site.pk}")

    assert response.status_code == 302
    assert f"next=/mentoring/ask/%3Fsite%3D{site.pk}" in response.headers["Location"]


def test_what_was_typed_in_an_ended_session_is_shown_back(client):
    response = client.post(ADDRESS, answers(), headers={"accept": "text/html"})

    assert QUESTION in response.content.decode()


def test_the_form_says_who_reads_it_and_when_an_answer_comes(member_client):
    open_site()

    content = member_client.get(ADDRESS).content.decode()

    assert "Nothing of it is public" in content
    reply_by = timezone.localtime(timezone.now() + MentorRequest.REPLY_WITHIN)
    assert f"{reply_by:%A, %B} {reply_by.day}" in content
    assert "Keep people out of it" in content


def test_my_program_is_filled_in(member, member_client):
    program = program_of(member)
    program.name = "Sample Nation Crisis Care"
    program.place = JurisdictionFactory(name="Sample State")
    program.save()

    content = member_client.get(ADDRESS).content.decode()

    assert "Sample Nation Crisis Care" in content
    assert "<dd>Sample State</dd>" in content


def test_sites_alike_are_offered_first_with_the_reason(member, member_client):
    rural = TermFactory(slug="rural", label="Rural")
    program_of(member).community_types.add(rural)
    open_site("Another City")
    open_site("Small Town", terms=[rural])

    content = member_client.get(ADDRESS).content.decode()

    assert content.index("Small Town") < content.index("Another City")
    assert "Rural" in content


def test_a_site_of_the_address_is_ticked(member_client):
    open_site("Another City")
    site = open_site("Small Town")

    content = member_client.get(f"{ADDRESS}?site={site.pk}").content.decode()

    assert f'name="sites" value="{site.pk}" checked' in content


def test_a_closed_site_or_one_without_people_is_not_offered(member_client):
    open_site("Closed Town", takes_requests=False)
    MentorSitePageFactory(title="Empty Town", takes_requests=True)

    content = member_client.get(ADDRESS).content.decode()

    assert "Closed Town" not in content
    assert "Empty Town" not in content


def test_ones_own_site_is_not_offered(client):
    site = open_site("Own Town")
    person = keeper(site)
    client.force_login(person)

    assert "Own Town" not in client.get(ADDRESS).content.decode()


def test_sending_makes_a_request_that_is_offered_at_once(member, member_client):
    site, other = open_site("Small Town"), open_site("Another City")

    response = member_client.post(ADDRESS, answers(sites=[site.pk], not_these=[other.pk]))

    request = MentorRequest.objects.get(requester=member)
    assert response.headers["Location"] == request.get_absolute_url()
    assert request.status == Status.OFFERED
    assert request.offers.get().site == site
    assert list(request.not_these.all()) == [other]


def test_the_snapshot_is_kept_and_my_program_stays_as_it_is(member, member_client):
    rural = TermFactory(slug="rural", label="Rural")
    open_site()

    member_client.post(ADDRESS, answers(community_types=[rural.pk], name="Night team"))

    request = MentorRequest.objects.get()
    assert request.facts["community_types"] == ["rural"]
    assert request.program_name == "Night team"
    assert not program_of(member).community_types.exists()


def test_my_program_is_changed_when_asked_to(member, member_client):
    stage = TermFactory(vocabulary=Vocabulary.STAGE, slug="create")

    member_client.post(ADDRESS, answers(stage=stage.pk, keep_program="on"))

    assert program_of(member).stage == stage


def test_nothing_typed_is_lost_when_something_is_missing(member_client):
    topic = TopicFactory(name="Dispatch")

    response = member_client.post(
        ADDRESS, {"tried": "We asked the county.", "topics": [topic.pk], "name": "Night team"}
    )

    content = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_question"' in content
    assert "Tell us what you would like to ask" in content
    assert "Choose at least one kind of help" in content
    assert "We asked the county." in content
    assert 'value="Night team"' in content
    assert not MentorRequest.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"question": "Why?"}, "A sentence more"),
        ({"wanted_from": "2030-02-02", "wanted_until": "2030-02-01"}, "before the one above"),
        ({"wanted_until": "2020-02-01"}, "has passed"),
        ({"sites": ["99999"]}, "Select a valid choice"),
        ({"sites": ["9" * 40]}, "Choose from the list"),
    ],
)
def test_what_cannot_be_is_said_next_to_its_field(member_client, changes, words):
    response = member_client.post(ADDRESS, answers(**changes))

    assert response.status_code == 422
    assert words in response.content.decode()


def test_more_than_three_sites_are_too_many(member_client):
    sites = [open_site(f"Town {n}").pk for n in range(4)]

    response = member_client.post(ADDRESS, answers(sites=sites))

    assert response.status_code == 422
    assert "Choose three at most" in response.content.decode()


def test_a_site_cannot_be_wanted_and_unwanted(member_client):
    site = open_site("Small Town")

    response = member_client.post(ADDRESS, answers(sites=[site.pk], not_these=[site.pk]))

    assert response.status_code == 422
    assert "Chosen above, too: Small Town" in response.content.decode()


def test_what_identifies_somebody_must_be_changed(member_client):
    response = member_client.post(ADDRESS, answers(tried="Her SSN is 219-09-9999, as she said."))

    content = response.content.decode()
    assert response.status_code == 422
    assert "Could this point to somebody?" in content
    assert "219-09-9999" in content
    assert not MentorRequest.objects.exists()


def test_a_warning_is_answered_with_one_click(member_client):
    typed = answers(tried="Call the patient at 555-555-0134 about it.")

    first = member_client.post(ADDRESS, typed)
    second = member_client.post(ADDRESS, typed | {"cleared": "phone"})

    assert first.status_code == 422
    assert second.status_code == 302


def test_the_marked_words_are_written_less_exactly(member_client):
    typed = answers(tried="Call the patient at 555-555-0134 about it.", action="mask")

    content = member_client.post(ADDRESS, typed).content.decode()

    assert "Call the patient at a phone number about it." in content
    assert not MentorRequest.objects.exists()


def test_words_of_danger_meet_help_first_and_are_never_refused(member_client):
    typed = answers(question="I want to die, I cannot go on with this program.")

    first = member_client.post(ADDRESS, typed)
    sent = member_client.post(ADDRESS, typed | {"seen_help": "1"})

    content = first.content.decode()
    assert first.status_code == 200
    assert "You are not alone with this" in content
    assert content.index("You are not alone") < content.index("id_question")
    assert "I want to die" in content
    assert sent.status_code == 302


def test_the_same_form_sent_twice_is_one_request(member_client):
    first = member_client.post(ADDRESS, answers())
    second = member_client.post(ADDRESS, answers())

    assert MentorRequest.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_the_fourth_request_of_a_day_has_to_wait(member_client):
    cache.clear()
    for number in range(3):
        member_client.post(ADDRESS, answers(form_key=f"form {number}"))

    response = member_client.post(ADDRESS, answers(form_key="form 4"))

    assert response.status_code == 429
    assert QUESTION in response.content.decode()
    assert MentorRequest.objects.count() == 3


def test_with_too_many_under_way_no_further_is_taken(member, member_client):
    for number in range(5):
        ask(member, form_key=f"form {number}")

    response = member_client.post(ADDRESS, answers())

    assert response.status_code == 422
    assert "requests under way" in response.content.decode()


def test_a_draft_is_kept_and_comes_back(member, member_client):
    site, call = open_site("Small Town"), offer_term()

    member_client.post(
        ADDRESS,
        {
            "action": "draft",
            "question": "Half a quest",
            "sites": [site.pk],
            "wanted_help": [call.pk],
            "name": "Night team",
        },
    )
    content = member_client.get(ADDRESS).content.decode()

    assert "Your draft of" in content
    assert "Half a quest" in content
    assert f'name="sites" value="{site.pk}" checked' in content
    assert 'value="Night team"' in content
    assert not MentorRequest.objects.exists()


def test_a_draft_can_be_given_up(member, member_client):
    member_client.post(ADDRESS, {"action": "draft", "question": "Half a quest"})

    member_client.post(ADDRESS, {"action": "forget"})

    assert not RequestDraft.objects.exists()


def test_the_script_keeps_a_draft(member, member_client):
    response = member_client.post(f"{ADDRESS}draft/", {"question": "Half a quest"})

    assert response.json() == {"kept": True}
    assert RequestDraft.objects.get(person=member).typed == {"question": ["Half a quest"]}


def test_a_draft_that_is_too_long_is_refused_with_every_word(member_client):
    kept = member_client.post(f"{ADDRESS}draft/", {"question": "x" * 30_000})
    sent = member_client.post(ADDRESS, {"action": "draft", "question": "x" * 30_000})

    assert kept.status_code == 422
    assert sent.status_code == 422
    assert "x" * 30_000 in sent.content.decode()


def test_sending_takes_the_draft_away(member_client):
    member_client.post(ADDRESS, {"action": "draft", "question": "Half a quest"})

    member_client.post(ADDRESS, answers())

    assert not RequestDraft.objects.exists()


def test_asking_again_copies_the_words(member, member_client):
    earlier = ask(member, question="What about night shifts, then?")

    content = member_client.get(f"{ADDRESS}?again={earlier.pk}").content.decode()

    assert "What about night shifts, then?" in content


def test_the_request_of_somebody_else_is_not_copied(member_client):
    theirs = ask(question="What about night shifts, then?")

    content = member_client.get(f"{ADDRESS}?again={theirs.pk}").content.decode()

    assert "night shifts" not in content


def test_every_site_can_be_chosen_or_left_out(member_client, monkeypatch):
    monkeypatch.setattr("mentoring.fitting.SHOWN", 1)
    sites = [open_site(f"Town {number}") for number in range(3)]

    content = member_client.get(ADDRESS).text

    for site in sites:
        for name in ("sites", "not_these"):
            assert content.count(f'name="{name}" value="{site.pk}"') == 1
    assert "All other sites" in content


def test_what_was_chosen_from_the_folded_list_stays_chosen(member_client, monkeypatch):
    monkeypatch.setattr("mentoring.fitting.SHOWN", 1)
    sites = [open_site(f"Town {number}") for number in range(3)]

    response = member_client.post(
        ADDRESS, answers(question="", sites=[sites[2].pk], not_these=[sites[1].pk])
    )

    assert response.status_code == 422
    assert f'name="sites" value="{sites[2].pk}" checked' in response.text
    assert f'name="not_these" value="{sites[1].pk}" checked' in response.text


def test_of_more_than_three_sites_in_the_address_the_first_three_are_ticked(member_client):
    sites = [open_site(f"Town {number}") for number in range(4)]
    numbers = "&".join(f"site={site.pk}" for site in sites)

    content = member_client.get(f"{ADDRESS}?{numbers}").text

    assert "The first three are ticked" in content
    assert content.count(" checked><span>Town") == 3


def test_the_last_day_is_todays_until_midnight_where_we_are(member_client, time_machine):
    time_machine.move_to("2026-11-27T01:30:00+00:00", tick=False)

    response = member_client.post(ADDRESS, answers(wanted_until="2026-11-26"))

    assert response.status_code == 302


def test_the_form_costs_the_same_with_many_sites(member_client, django_assert_max_num_queries):
    for number in range(3):
        open_site(f"Town {number}")
    member_client.get(ADDRESS)

    with django_assert_max_num_queries(50) as few:
        member_client.get(ADDRESS)
    for number in range(3, 15):
        open_site(f"Town {number}")
    with django_assert_max_num_queries(len(few)):
        member_client.get(ADDRESS)


def test_own_requests_stand_newest_first_with_what_comes_next(member, member_client):
    ask(member, question="The first thing we would like to know?")
    open_site("Small Town")
    ask(member, question="The second thing we would like to know?", at=timezone.now())
    ask(question="What somebody else would like to know?")

    content = member_client.get("/mentoring/requests/").content.decode()

    assert content.index("The second thing") < content.index("The first thing")
    assert "Small Town answers by" in content
    assert "somebody else" not in content


def test_who_has_asked_nobody_is_shown_a_way(member_client):
    content = member_client.get("/mentoring/requests/").content.decode()

    assert "You have asked nobody yet" in content


def test_own_requests_go_on_from_leaf_to_leaf(member, member_client, monkeypatch):
    monkeypatch.setattr("mentoring.lists.LEAF_SIZE", 2)
    for number in range(3):
        ask(member, question=f"The question with number {number}?", form_key=f"form {number}")

    first = member_client.get("/mentoring/requests/")
    older = first.context["leaf"].older
    second = member_client.get(f"/mentoring/requests/?before={older}").content.decode()

    assert "number 0" not in first.content.decode()
    assert "number 0" in second


def test_the_list_costs_the_same_with_many_requests(
    member, member_client, django_assert_max_num_queries
):
    ask(member, sites=[open_site("Small Town")])
    member_client.get("/mentoring/requests/")

    with django_assert_max_num_queries(14) as few:
        member_client.get("/mentoring/requests/")
    for number in range(4):
        ask(member, sites=[open_site(f"Town {number}")], topics=[TopicFactory()])
    with django_assert_max_num_queries(len(few) + 1):
        member_client.get("/mentoring/requests/")
