import re

import pytest

from hub.taxonomy.models import Vocabulary
from tests.factories import (
    OrganizationPageFactory,
    PracticePageFactory,
    TermFactory,
    members_only,
)

pytestmark = pytest.mark.django_db


def test_partners_stand_before_other_organizations(client):
    OrganizationPageFactory(title="An owner of things", role="other")
    OrganizationPageFactory(title="The partner")

    content = client.get("/partners/").content.decode()

    assert content.index("The partner") < content.index("An owner of things")


def test_a_draft_is_not_listed(client):
    OrganizationPageFactory(title="Half-written", live=False)

    assert "Half-written" not in client.get("/partners/").content.decode()


def test_an_acronym_never_stands_alone(client):
    organization = OrganizationPageFactory(title="Emergency Nurses Association", acronym="ENA")

    content = client.get(organization.get_absolute_url()).content.decode()

    # What machines read has a field of its own for it.
    content = re.sub(r"<script.*?</script>", "", content, flags=re.DOTALL)
    assert content.count("ENA") == content.count("Emergency Nurses Association (ENA)")


def test_a_position_is_said_to_be_the_organizations_own(client):
    organization = OrganizationPageFactory(positions=[("paragraph", "<p>We hold that.</p>")])

    content = client.get(organization.get_absolute_url()).content.decode()

    assert "We hold that." in content
    assert "the organization’s own, not the Consortium’s" in content


def test_an_organization_shows_what_it_keeps_as_far_as_the_reader_may_see_it(client):
    organization = OrganizationPageFactory()
    PracticePageFactory(title="Kept by them", owner_organization=organization)
    members_only(PracticePageFactory(title="For members", owner_organization=organization))

    content = client.get(organization.get_absolute_url()).content.decode()

    assert "Kept by them" in content
    assert "1 item" in content
    assert "For members" not in content


def test_the_shelf_costs_the_same_for_any_number_of_partners(client, django_assert_max_num_queries):
    discipline = TermFactory(vocabulary=Vocabulary.DISCIPLINE)
    for _ in range(12):
        OrganizationPageFactory(disciplines=[discipline])

    with django_assert_max_num_queries(16):
        response = client.get("/partners/")

    assert response.status_code == 200
