import pytest
from django.test import Client

from tests.core.test_newer_version import form
from tests.factories import (
    CaseStudyPageFactory,
    EventPageFactory,
    GuidelinePageFactory,
    LibraryItemPageFactory,
    MentorSitePageFactory,
    OrganizationPageFactory,
    PolicyPageFactory,
    PracticePageFactory,
    PrinciplePageFactory,
    editor,
    shelf,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor_client(db) -> Client:
    client = Client()
    client.force_login(editor())
    return client


class Unsaved:
    slug = "brand-new"


def test_a_practice_is_previewed_before_it_was_ever_saved(editor_client):
    address = f"/admin/pages/add/practices/practicepage/{shelf('practices').pk}/preview/"

    answer = editor_client.post(address, form(Unsaved(), "Brand new"))
    preview = editor_client.get(address)

    assert answer.json() == {"is_valid": True, "is_available": True}
    assert "Brand new" in preview.content.decode()


def test_the_editor_may_frame_a_preview_and_nobody_else_may(editor_client):
    practice = PracticePageFactory()
    address = f"/admin/pages/{practice.pk}/edit/preview/"
    editor_client.post(address, form(practice, "Changed"))

    preview = editor_client.get(address)

    assert "Changed" in preview.content.decode()
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert "script-src 'self' 'nonce-" in preview.headers["Content-Security-Policy"]
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    "make",
    [
        CaseStudyPageFactory,
        EventPageFactory,
        GuidelinePageFactory,
        LibraryItemPageFactory,
        MentorSitePageFactory,
        OrganizationPageFactory,
        PolicyPageFactory,
        PrinciplePageFactory,
    ],
)
def test_every_type_can_be_opened_for_editing(editor_client, make):
    page = make()

    assert editor_client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
