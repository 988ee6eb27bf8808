import pytest

from hub.taxonomy.models import Vocabulary
from tests.factories import DocumentFactory, LibraryItemPageFactory, TermFactory

pytestmark = pytest.mark.django_db


def test_a_type_narrows_the_shelf(client):
    agreement = TermFactory(vocabulary=Vocabulary.RESOURCE_TYPE, slug="mou")
    LibraryItemPageFactory(title="An agreement", resource_type=agreement)
    LibraryItemPageFactory(title="A form")

    content = client.get("/library/", {"resource_type": "mou"}).content.decode()

    assert "An agreement" in content
    assert "A form" not in content


def test_a_download_says_its_kind_and_size(client):
    item = LibraryItemPageFactory(document=DocumentFactory(), link="")

    content = client.get(item.get_absolute_url()).content.decode()

    assert f'href="{item.document.url}"' in content
    assert "Download TXT, 12" in content
    assert "Open on the publisher" not in content


def test_a_link_leads_to_the_publisher(client):
    item = LibraryItemPageFactory(link="https://example.org/toolkit")

    content = client.get(item.get_absolute_url()).content.decode()

    assert 'href="https://example.org/toolkit"' in content
    assert "Download" not in content


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"license": "CC BY 4.0"}, "CC BY 4.0"),
        ({}, "Ask the publisher before you copy it"),
        ({"is_accessible": True}, "Accessibility</dt><dd>Checked"),
        ({"is_accessible": False}, "Not checked yet"),
    ],
)
def test_an_item_says_what_may_be_done_with_it(client, fields, words):
    item = LibraryItemPageFactory(**fields)

    assert words in client.get(item.get_absolute_url()).content.decode()
