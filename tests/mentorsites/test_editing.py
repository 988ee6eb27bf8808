"""A site's page on the editors' side."""

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from mentorsites.models import MentorSitePage
from tests.factories import MentorSitePageFactory, TermFactory, editor
from tests.mentorsites.profiles import add_keeper, client_of, newest

pytestmark = pytest.mark.django_db
STREAMS = "body partners staffing outcomes pictures testimonials sources".split()
TEXTS = "why_ended call_types data_and_evaluation lived_experience_roles lessons mentors_on".split()


def form(site: MentorSitePage, **extra) -> dict:
    return nested_form_data(
        {
            "title": site.title,
            "slug": site.slug,
            "summary": "In plain words.",
            "lead_agency": "Sample County EMS",
            "program_status": "operating",
            **{name: streamfield([]) for name in STREAMS},
            **{name: rich_text("") for name in TEXTS},
            "relations": inline_formset([]),
            "comments": inline_formset([]),
            **extra,
        }
    )


def test_residents_and_the_people_served_are_two_questions():
    site, served = MentorSitePageFactory(), TermFactory(vocabulary="population", slug="veterans")
    address = f"/admin/pages/{site.pk}/edit/"

    sent = form(site, population="18200") | {"served": [served.pk]}
    answer = client_of(editor()).post(address, sent)

    assert answer.status_code == 302
    assert newest(site).population == 18_200
    assert list(newest(site).terms.all()) == [served]


def test_whoever_keeps_the_site_publishes_nothing_there_but_saves_a_draft():
    site, person = MentorSitePageFactory(), editor()
    add_keeper(site, person)

    sent = form(site, population="18200") | {"action-publish": "1"}
    client_of(person).post(f"/admin/pages/{site.pk}/edit/", sent)

    assert newest(site).population == 18_200
    assert MentorSitePage.objects.get(pk=site.pk).population is None
