"""The whole content is loaded once for a module; each test changes a copy of the files."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page, PageLogEntry, Site

from hub.core.files import is_file_visible
from hub.core.visibility import NOBODY
from hub.directory.models import OrganizationPage
from hub.editing.roles import (
    CLINICAL_REVIEWERS,
    EDITORS,
    MENTOR_SITE_MANAGERS,
    REVIEWERS,
    STEWARDS,
)
from hub.events.models import EventPage
from hub.guidelines.models import GuidelinePage
from hub.home.models import HomePage, PlainPage
from hub.library.models import LibraryItemPage
from hub.policies.models import PolicyPage
from hub.principles.models import PrinciplePage
from hub.resources.models import ResourcePage, ResourceRelation
from hub.taxonomy.models import GlossaryEntry, Jurisdiction, Term, Topic
from tests.home.content_files import LOADED_AT as NOW
from tests.home.content_files import alter_term

pytestmark = pytest.mark.long

LATER = NOW + timedelta(days=30)


# --- What is there --------------------------------------------------------------------------------


def test_everything_the_consortium_gave_is_there_for_everyone(loaded, db):
    assert PrinciplePage.objects.visible_to(NOBODY).count() == 19
    assert PrinciplePage.objects.filter(is_core=True).count() == 6
    assert OrganizationPage.objects.visible_to(NOBODY).filter(role="partner").count() == 16
    assert PolicyPage.objects.visible_to(NOBODY).count() == 75
    assert Jurisdiction.objects.count() == 62
    assert Topic.objects.count() == 39
    assert Term.objects.count() == 235
    # 109 terms of the Consortium, and 15 ways in which people type in a hurry.
    assert GlossaryEntry.objects.count() == 109 + 15


def test_the_tree_is_sound_and_begins_with_our_home_page(loaded, db):
    home = HomePage.objects.get()
    site = Site.objects.get(is_default_site=True)

    assert (site.root_page_id, site.site_name) == (home.pk, "Co-Responder Hub")
    assert not Page.objects.filter(depth=2).exclude(pk=home.pk).exists()
    assert not any(Page.find_problems())
    assert {page.slug for page in home.get_children()} >= {"principles", "policies", "about"}


def test_no_page_takes_an_address_that_a_view_answers(loaded, db):
    about = PlainPage.objects.get(slug="about")

    assert not about.get_children().filter(slug__in=["glossary", "evidence"]).exists()


def test_every_page_has_a_revision_that_is_the_live_one(loaded, db):
    pages = Page.objects.filter(depth__gt=1)

    assert not pages.filter(live_revision=None).exists()
    assert not pages.filter(has_unpublished_changes=True).exists()
    assert set(pages.values_list("first_published_at", flat=True)) == {NOW}


def test_a_policy_carries_the_facts_of_its_record(loaded, db):
    policy = PolicyPage.objects.get(slug="wa-hb1811-2025")

    assert policy.identifier == "SHB 1811 (Chapter 346, 2025 Laws)"
    assert policy.jurisdiction.code == "WA"
    assert (policy.standing, policy.latest_date) == ("policy:enacted", "2025-07-27")
    assert [block.value["date"] for block in policy.effective] == ["2025-07-27"]
    assert {topic.slug for topic in policy.topics.all()} >= {"training-workforce"}
    assert [term.slug for term in policy.terms_in("response_model")] == ["co-responder"]
    assert policy.sources[0].value["kind"] == "law"
    assert policy.sources[0].value["publisher"] == ""


def test_what_only_editors_should_read_is_in_the_history_and_not_on_the_page(loaded, db):
    policy = PolicyPage.objects.get(slug="wa-hb2245-2024")
    entry = PageLogEntry.objects.for_instance(policy).first()

    assert "Good example of a policy story" in entry.comment
    assert "Good example" not in json.dumps(policy.serializable_data(), default=str)


def test_policies_that_belong_together_are_linked(loaded, db):
    links = ResourceRelation.objects.values_list("source__slug", "kind", "target__slug")

    assert ("ca-ab988-2023", "amends", "ca-ab988-2022") in links
    assert ("ca-ab2054-2020", "companion_of", "ca-ab118-2021") in links


def test_places_know_their_parents_and_their_neighbors(loaded, db):
    def neighbors(code: str) -> set[str]:
        place = Jurisdiction.objects.get(code=code)
        return set(place.neighbors.values_list("code", flat=True))

    assert len(neighbors("TN")) == len(neighbors("MO")) == 8
    assert neighbors("DC") == {"MD", "VA"}
    assert neighbors("AK") == set()
    assert Jurisdiction.objects.get(slug="albuquerque-nm").parents.get().code == "NM"
    assert Jurisdiction.objects.get(slug="denver-co").kind == Jurisdiction.Kind.CONSOLIDATED


def test_samples_say_that_they_are_samples_and_nothing_else_does(loaded, db):
    samples = ResourcePage.objects.filter(is_sample=True)

    assert samples.count() == 19
    assert all(page.summary.startswith("Sample") for page in samples)
    assert not PolicyPage.objects.filter(is_sample=True).exists()


def test_sample_events_lie_ahead_of_the_day_of_loading(loaded, db):
    starts = [event.local_start for event in EventPage.objects.soonest_first()]

    assert [f"{start:%A %H:%M}" for start in starts] == ["Tuesday 13:00", "Thursday 09:00"]
    assert NOW + timedelta(weeks=3) <= starts[0] < NOW + timedelta(weeks=4)


def test_one_sample_guideline_is_signed_by_people_who_do_not_exist(loaded, db):
    signed = [page for page in GuidelinePage.objects.all() if page.is_signed_off]

    assert len(signed) == 1
    assert "does not exist" in signed[0].medical_director
    assert "does not exist" in signed[0].clinical_reviewer


def test_a_stranger_may_have_the_file_of_a_sample(loaded, db):
    item = LibraryItemPage.objects.get(slug="first-call-script")

    assert item.document.file_size > 0
    assert is_file_visible(item.document, NOBODY)


# --- Groups ---------------------------------------------------------------------------------------


def test_editors_write_what_reviewers_publish_and_managers_may_not_enter(
    loaded, db, django_user_model
):
    editor = django_user_model.objects.create_user("e@example.org", name="E")
    manager = django_user_model.objects.create_user("m@example.org", name="M")
    editor.groups.add(Group.objects.get(name=EDITORS))
    manager.groups.add(Group.objects.get(name=MENTOR_SITE_MANAGERS))

    assert editor.has_perms(["wagtailadmin.access_admin", "taxonomy.change_topic"])
    assert HomePage.objects.get().permissions_for_user(editor).can_edit()
    assert not HomePage.objects.get().permissions_for_user(editor).can_publish()
    assert manager.get_all_permissions() == {"accounts.must_use_second_step"}


def test_stewards_look_after_members_and_publish_nothing(loaded, db, django_user_model):
    steward = django_user_model.objects.create_user("s@example.org", name="S")
    steward.groups.add(Group.objects.get(name=STEWARDS))

    assert steward.has_perms(["accounts.add_invitation", "accounts.view_securityevent"])
    assert not HomePage.objects.get().permissions_for_user(steward).can_edit()


def test_pages_are_read_by_reviewers_and_guidelines_by_clinicians_too(loaded, db):
    practice, guideline = (
        [task.specific.groups.get().name for task in page.get_workflow().tasks]
        for page in (HomePage.objects.get(), GuidelinePage.objects.first())
    )

    assert practice == [REVIEWERS]
    assert guideline == [REVIEWERS, CLINICAL_REVIEWERS]


def test_what_an_admin_took_from_a_group_stays_taken(load, folder):
    Group.objects.get(name=EDITORS).permissions.clear()
    alter_term(folder, "Diversion", definition="New words.")

    load()

    assert not Group.objects.get(name=EDITORS).permissions.exists()
