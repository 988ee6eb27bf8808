"""Two people on one profile: nobody's words are overwritten without a question."""

import pytest

from mentorsites.models import MentorSitePage
from tests.factories import MentorSitePageFactory, editor
from tests.mentorsites.profiles import client_of, filled, manager_of, newest, profile_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    page = MentorSitePageFactory(title="Marigold County", summary="One team.", budget="Small")
    page.save_revision().publish()
    return MentorSitePage.objects.get(pk=page.pk)


@pytest.fixture
def people(site):
    return manager_of(site), manager_of(site)


def save(site, person, sent):
    return client_of(person).post(profile_at(site), sent)


def test_the_second_is_asked_field_by_field_and_nothing_typed_is_lost(site, people):
    first, second = people
    typed = filled(site, second, summary="Mine.", budget="My budget")
    save(site, first, filled(site, first, summary="Theirs."))

    answer = save(site, second, typed)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert 'name="keep-summary"' in text
    # Only what both of them changed is asked about; the rest goes along.
    assert 'name="keep-budget"' not in text
    assert 'value="My budget"' in text
    assert "Theirs." in text
    assert newest(site).summary == "Theirs."


@pytest.mark.parametrize(("kept", "result"), [("mine", "Mine."), ("theirs", "Theirs.")])
def test_the_choice_is_what_is_saved(site, people, kept, result):
    first, second = people
    typed = filled(site, second, summary="Mine.", budget="My budget")
    save(site, first, filled(site, first, summary="Theirs."))

    settled = typed | {"revision": newest(site).latest_revision_id, "keep-summary": kept}
    answer = save(site, second, settled)

    assert answer.status_code == 302
    assert (newest(site).summary, newest(site).budget) == (result, "My budget")


def test_what_only_the_other_changed_is_not_undone(site, people):
    first, second = people
    typed = filled(site, second, budget="My budget")
    save(site, first, filled(site, first, summary="Theirs."))

    answer = save(site, second, typed)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="theirs" checked' in text


def test_an_editors_draft_counts_as_much(site, people):
    typed = filled(site, people[0], summary="Mine.")
    page = newest(site)
    page.summary = "The editor’s."
    page.save_revision(user=editor())

    answer = save(site, people[0], typed)

    assert answer.status_code == 409
    assert "The editor’s." in answer.content.decode()


def test_the_same_words_are_no_conflict(site, people):
    first, second = people
    typed = filled(site, second, summary="Ours.")
    save(site, first, filled(site, first, summary="Ours."))

    assert save(site, second, typed).status_code == 302


def test_when_the_version_it_began_from_is_gone_every_difference_is_asked_about(site, people):
    typed = filled(site, people[0], summary="Mine.", revision="999999")

    answer = save(site, people[0], typed)

    assert answer.status_code == 409
    assert 'name="keep-summary"' in answer.content.decode()


def test_rows_are_compared_as_a_whole(site, people):
    first, second = people
    typed = filled(
        site, second, **{"partners-TOTAL_FORMS": "1", "partners-0-organization": "Mine Clinic"}
    )
    save(
        site,
        first,
        filled(site, first, **{"partners-TOTAL_FORMS": "1", "partners-0-organization": "Theirs"}),
    )

    answer = save(site, second, typed)

    assert answer.status_code == 409
    assert 'name="keep-partners"' in answer.content.decode()
