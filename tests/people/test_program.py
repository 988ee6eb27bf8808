"""“My program”: asked once on the first day, each question may be passed over."""

import pytest

from hub.people.models import Profile, Program, Reach
from hub.people.personal_data import collect
from tests.factories import JurisdictionFactory, TermFactory

pytestmark = pytest.mark.django_db


def test_the_welcome_questions_may_all_be_passed_over(member, member_client):
    response = member_client.post("/welcome/", {})

    program = Program.objects.get(person=member)
    assert (response.status_code, response["Location"]) == (302, "/my/")
    assert program.answered_at is not None
    assert program.discipline is None


def test_the_answers_are_kept_and_asked_again_nowhere(member, member_client):
    ems = TermFactory(vocabulary="discipline", slug="ems", label="Marigold EMS")
    rural = TermFactory(vocabulary="community_type", slug="rural", label="Rural")
    place = JurisdictionFactory(name="New Marigold")
    answers = {
        "discipline": ems.pk,
        "community_types": [rural.pk],
        "place": place.pk,
        "to_solve": "Night shifts",
    }

    member_client.post("/welcome/", answers)

    desk = member_client.get("/my/").text
    assert [word in desk for word in ("Marigold EMS", "Rural", "New Marigold", "Night shifts")] == [
        True
    ] * 4
    assert "Tell us of your program" not in desk


@pytest.mark.parametrize(
    ("answer", "reach"), [({}, Reach.NOBODY), ({"is_open_to_members": "on"}, Reach.MEMBERS)]
)
def test_answers_are_open_to_members_only_when_asked_for(answer, reach, member, member_client):
    rural = TermFactory(vocabulary="community_type", slug="rural")

    member_client.post("/welcome/", {"community_types": [rural.pk], **answer})

    assert Profile.objects.get(person=member).reach == reach


def test_a_term_of_another_list_is_refused_and_the_rest_is_kept(member, member_client):
    wrong = TermFactory(vocabulary="stage", slug="design")

    response = member_client.post("/welcome/", {"discipline": wrong.pk, "to_solve": "Night shifts"})

    assert response.status_code == 422
    assert "Night shifts" in response.text
    assert Program.objects.get(person=member).to_solve == ""


def test_a_program_can_be_emptied_again(member, member_client):
    member_client.post("/my/program/", {"to_solve": "Night shifts"})

    member_client.post("/my/program/", {})

    assert Program.objects.get(person=member).to_solve == ""


def test_visitors_are_asked_to_sign_in_first(client):
    assert client.get("/welcome/")["Location"].startswith("/sign-in/?next=/welcome/")


def test_more_about_the_program_is_asked_below_and_kept(member, member_client):
    model = TermFactory(vocabulary="response_model", slug="cit", label="Marigold model")
    agency = TermFactory(vocabulary="lead_agency_type", slug="ems", label="Marigold agency")
    answers = {
        "name": "Marigold County Team",
        "population": "18200",
        "response_models": [model.pk],
        "lead_agency_type": agency.pk,
    }

    member_client.post("/my/program/", answers)

    desk = member_client.get("/my/").text
    shown = ("Marigold County Team", "18,200", "Marigold model", "Marigold agency")
    assert [word for word in shown if word not in desk] == []


def test_the_second_part_is_folded_until_it_says_something(member_client):
    folded = '<details class="facet">'

    before = member_client.get("/my/program/").text
    member_client.post("/my/program/", {"name": "Marigold County Team"})
    after = member_client.get("/my/program/").text

    assert (folded in before, folded in after) == (True, False)


def test_a_number_that_is_none_opens_the_second_part_and_keeps_the_rest(member_client):
    response = member_client.post("/my/program/", {"population": "many", "name": "Marigold Team"})

    assert response.status_code == 422
    assert "Enter a whole number." in response.text
    assert 'value="Marigold Team"' in response.text
    assert '<details class="facet" open>' in response.text


def test_a_copy_of_ones_data_holds_the_program(member):
    models = [TermFactory(vocabulary="response_model", slug="cit", label="Marigold model")]
    program = Program.objects.create(person=member, name="Marigold Team", population=18200)
    program.response_models.set(models)

    told = collect(member)["program"]

    assert (told["name"], told["residents"]) == ("Marigold Team", 18200)
    assert told["response models"] == ["Marigold model"]
