"""A guideline is read by a reviewer and signed by a clinician, each of them another person."""

import pytest
from wagtail.models import Page, Task

from tests.factories import UserFactory, give_second_step

from .desk import (
    a_clinician,
    a_reviewer,
    act,
    an_editor,
    ask_clinicians,
    client_of,
    guideline_form,
    now,
    write,
)

pytestmark = pytest.mark.django_db
SUBMIT = {"action-submit": "1"}
PUBLISH = {"action-publish": "1"}
APPROVE = {"action-workflow-action": "1", "workflow-action-name": "approve"}


def edit(person, page, form):
    return client_of(person).post(f"/admin/pages/{page.pk}/edit/", form, follow=True)


@pytest.fixture
def guideline(db):
    ask_clinicians()
    return write(
        an_editor(),
        "guidelines.guidelinepage",
        "guidelines",
        guideline_form(
            "Call back.", medical_director="Dr. M", signed_off_on="2026-06-01", **SUBMIT
        ),
    )


def test_a_guideline_needs_a_reviewer_and_a_clinician(guideline):
    clinician = a_clinician(name="Kim Lee")

    act(a_reviewer(), guideline)
    assert not now(guideline).live

    act(clinician, guideline)
    assert now(guideline).live
    assert now(guideline).clinical_reviewer == "Kim Lee"
    assert now(guideline).clinical_review_on is not None
    assert now(guideline).is_signed_off


@pytest.mark.parametrize("by", ["the reviewer again", "an administrator"])
def test_nobody_signs_in_place_of_the_clinician(guideline, by):
    person = a_reviewer()
    if by == "the reviewer again":
        person.groups.add(Task.objects.get(name="Clinical review").specific.groups.get())
    act(person, guideline)
    if by == "an administrator":
        person = UserFactory(is_superuser=True)
        give_second_step(person)

    act(person, guideline)

    assert not now(guideline).live


def test_who_only_approves_comes_back_to_the_first_screen(guideline):
    clinician = a_clinician(name="Kim Lee")
    act(a_reviewer(), guideline)
    signed = {"medical_director": "Dr. M", "signed_off_on": "2026-06-01"}

    answer = edit(clinician, guideline, guideline_form("Call back.", **signed) | APPROVE)

    assert [path for path, _ in answer.redirect_chain] == ["/admin/"]


def test_a_reviewer_does_not_publish_a_guideline_past_the_clinician(guideline):
    bulk = f"/admin/bulk/wagtailcore/page/publish/?id={guideline.pk}&next=/admin/"

    client_of(a_reviewer()).post(bulk)

    assert not Page.objects.get(pk=guideline.pk).live


def test_a_changed_recommendation_asks_both_to_sign_again(guideline):
    act(a_reviewer(), guideline)
    act(a_clinician(name="Kim Lee"), guideline)
    signed = {"medical_director": "Dr. M", "signed_off_on": "2026-06-01"}

    edit(an_editor(), guideline, guideline_form("Never call back.", **signed))
    edit(an_editor(), guideline, guideline_form("Never call back.", **signed))

    draft = now(guideline).get_latest_revision_as_object()
    assert (draft.clinical_reviewer, draft.clinical_review_on, draft.signed_off_on) == (
        "",
        None,
        None,
    )
    assert draft.medical_director == "Dr. M"


def test_other_words_keep_what_was_signed(guideline):
    act(a_reviewer(), guideline)
    act(a_clinician(name="Kim Lee"), guideline)
    signed = {"medical_director": "Dr. M", "signed_off_on": "2026-06-01"}

    form = guideline_form("Call back.", summary="Plainer words.", **signed, **SUBMIT)
    edit(an_editor(), guideline, form)

    draft = now(guideline).get_latest_revision_as_object()
    assert draft.summary == "Plainer words."
    assert draft.is_signed_off
    assert draft.clinical_reviewer == "Kim Lee"

    act(a_reviewer(), guideline)
    act(a_clinician(name="Lou Kay"), guideline)
    assert now(guideline).summary == "Plainer words."
    assert now(guideline).clinical_reviewer == "Lou Kay"
