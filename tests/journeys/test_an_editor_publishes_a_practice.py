"""From the editors' form to every page where the new practice must stand."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from hub.resources.models import ResourceRelation
from practices.models import PracticePage
from tests.factories import (
    ImageFactory,
    JurisdictionFactory,
    PolicyPageFactory,
    PrinciplePageFactory,
    TermFactory,
    TopicFactory,
    UserFactory,
    editor,
    shelf,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of_editor() -> Client:
    person = editor()
    GroupCollectionPermission.objects.create(
        group=person.groups.get(),
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="choose_image"),
    )
    client = Client()
    client.force_login(person)
    return client


def test_a_practice_is_written_published_and_found_everywhere(client, client_of_editor):
    topic, place = TopicFactory(name="Follow-up"), JurisdictionFactory(name="Georgia")
    rural = TermFactory(slug="rural")
    principle = PrinciplePageFactory(title="Safe encounters")
    law = PolicyPageFactory(title="A law of Georgia", jurisdiction=place)
    image = ImageFactory(title="A van")
    address = f"/admin/pages/add/practices/practicepage/{shelf('practices').pk}/"
    outcome = {
        "outcome": "Connected to care",
        "direction": "better",
        "level": "promising",
        "studies": "3",
        "note": "One matched comparison",
    }
    sent = nested_form_data(
        {
            "title": "A call the next day",
            "slug": "a-call-the-next-day",
            "summary": "A peer calls within two business days.",
            "problem": rich_text("<p>Nobody calls.</p>"),
            "evidence": "promising",
            "outcomes": streamfield([("outcome", outcome)]),
            "body": streamfield(
                [("image", {"image": image.pk, "alt": "A van by a barn", "caption": ""})]
            ),
            "roles": streamfield([]),
            "evidence_items": streamfield([]),
            "sources": streamfield([]),
            "topics": topic.name,
            "relations": inline_formset(
                [{"kind": "required_by", "target": law.pk, "note": "", "ORDER": "1"}]
            ),
            "comments": inline_formset([]),
            "action-submit": "submit",
            **{
                name: rich_text("")
                for name in (
                    "what_it_is how_it_works core_elements adaptable_elements equity risks "
                    "when_not_to_use training data_to_collect starting sustaining"
                ).split()
            },
        }
    )

    ticked = {
        "jurisdictions": [place.pk],
        "community_type": [rural.pk],
        "principles": [principle.pk],
    }

    answer = client_of_editor.post(address, sent | ticked)

    assert answer.status_code == 302, answer.context["form"].errors
    practice = PracticePage.objects.get(slug="a-call-the-next-day")
    step = practice.current_workflow_task_state
    step.task.specific.on_action(step, UserFactory(is_superuser=True), "approve")
    practice.refresh_from_db()
    page = client.get(practice.get_absolute_url()).content.decode()
    for words in ("Connected to care", "Promising", "A van by a barn", "A law of Georgia"):
        assert words in page
    for where in (
        "/practices/",
        topic.get_absolute_url(),
        place.get_absolute_url(),
        principle.get_absolute_url(),
        law.get_absolute_url(),
        "/",
    ):
        assert "A call the next day" in client.get(where).content.decode(), where
    assert client.get("/practices/?community_type=rural").context["listing"].total == 1
    assert ResourceRelation.objects.get().target_id == law.pk
    picture = practice.body[0].value["image"].get_rendition("width-20").url
    assert client.get(picture).status_code == 200
