"""Who is there from the first start, before anything is loaded."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import GroupPagePermission, Workflow

from hub.accounts.actions import welcome
from hub.editing.models import ClinicalReviewTask, ReviewTask
from hub.editing.roles import CLINICAL_REVIEW, EDITORS, REVIEW, REVIEWERS
from tests.factories import UserFactory, home_page

from .desk import in_role

pytestmark = pytest.mark.django_db
ROLES = {
    "Editors",
    "Reviewers",
    "Clinical reviewers",
    "Mentor site managers",
    "Members",
    "Trust officers",
}
roles = import_module("hub.editing.migrations.0002_roles")


def test_the_roles_are_there_from_the_first_start():
    assert set(Group.objects.values_list("name", flat=True)) >= ROLES


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("Editors", {"taxonomy.change_topic", "forums.add_promotion"}),
        ("Reviewers", {"taxonomy.change_topic", "wagtailadmin.access_admin"}),
        ("Clinical reviewers", {"wagtailadmin.access_admin"}),
        ("Mentor site managers", {"accounts.must_use_second_step"}),
        ("Trust officers", {"forums.open_seal", "forums.purge_post"}),
    ],
)
def test_each_may_do_its_work(name, may):
    assert in_role(name).get_all_permissions() >= may


def test_members_and_clinicians_may_do_no_more_than_they_need():
    # Wagtail lets everybody who may enter choose from what was uploaded.
    may_enter = {"access_admin", "choose_image", "choose_document"}
    for name, may in (("Members", set()), ("Clinical reviewers", may_enter)):
        given = Group.objects.get(name=name).permissions.values_list("codename", flat=True)
        assert set(given) == may


def test_editors_publish_nothing_and_reviewers_do():
    page = home_page()

    assert not page.permissions_for_user(in_role(EDITORS)).can_publish()
    assert page.permissions_for_user(in_role(REVIEWERS)).can_publish()


def test_both_reviews_begin_with_the_same_step():
    plain, clinical = (
        list(Workflow.objects.get(name=name).tasks.specific()) for name in (REVIEW, CLINICAL_REVIEW)
    )

    assert plain == [ReviewTask.objects.get()]
    assert clinical == [ReviewTask.objects.get(), ClinicalReviewTask.objects.get()]


def test_migrating_again_changes_nothing_and_takes_nothing_an_administrator_gave():
    group = Group.objects.get(name=REVIEWERS)
    group.permissions.remove(*group.permissions.filter(codename="change_topic"))
    before = group.permissions.count()

    roles.make_roles(apps, connection.schema_editor())
    roles.let_members_in(apps, connection.schema_editor())
    roles.make_reviews(apps, connection.schema_editor())

    assert group.permissions.count() == before
    assert (ReviewTask.objects.count(), Workflow.objects.count()) == (1, 2)


def test_guidelines_get_their_review_also_where_wagtails_was_renamed():
    Workflow.objects.filter(name=CLINICAL_REVIEW).delete()
    Workflow.objects.filter(name=REVIEW).update(name="Ours", active=False)

    roles.make_reviews(apps, connection.schema_editor())

    steps = Workflow.objects.get(name=CLINICAL_REVIEW).tasks.specific()
    assert [type(step) for step in steps] == [ReviewTask, ClinicalReviewTask]


def test_who_is_here_already_becomes_a_member_once():
    person = UserFactory()

    for _ in range(2):
        roles.let_members_in(apps, connection.schema_editor())

    assert person.groups.filter(name="Members").count() == 1


def test_a_hub_that_exists_loses_only_what_editors_could_publish():
    in_role(REVIEWERS)
    group = Group.objects.get(name=EDITORS)
    publish = GroupPagePermission.objects.get(permission__codename="publish_page").permission
    GroupPagePermission.objects.create(group=group, page=home_page(), permission=publish)

    roles.let_reviewers_publish_and_nobody_else(apps, connection.schema_editor())

    kept = GroupPagePermission.objects.filter(permission=publish)
    assert {one.group.name for one in kept} == {REVIEWERS}


def test_who_joins_is_a_member():
    person = welcome(UserFactory())

    assert person.groups.get().name == "Members"
