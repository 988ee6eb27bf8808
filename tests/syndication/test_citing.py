"""How a page is cited: by an address that stays, and by files that reference managers read."""

import pytest

from tests.factories import (
    OrganizationPageFactory,
    PracticePageFactory,
    PrinciplePageFactory,
    StagePathPageFactory,
    members_only,
    shelf,
)

pytestmark = pytest.mark.django_db


def test_the_address_that_stays_leads_to_the_page(client):
    practice = PracticePageFactory()

    answer = client.get(f"/p/{practice.pk}/")

    assert (answer.status_code, answer.headers["Location"]) == (302, practice.url)
    assert client.get("/p/99999999999999999999999/").status_code == 404


@pytest.mark.parametrize("address", ["/p/{}/", "/cite/{}.ris", "/cite/{}.bib"])
def test_what_one_may_not_see_is_not_cited(client, address):
    practice = PracticePageFactory()
    members_only(practice)

    assert client.get(address.format(practice.pk)).status_code == 404


@pytest.mark.parametrize(
    "factory", [PrinciplePageFactory, OrganizationPageFactory, StagePathPageFactory]
)
def test_a_principle_a_partner_and_a_path_are_cited_and_told_in_brief(client, factory):
    page = factory()

    content = client.get(page.url).text
    brief = client.get(f"{page.url}?view=brief").text

    assert "Cite this page</summary>" in content
    assert f"http://testserver/p/{page.pk}/" in content
    assert 'href="?view=brief"' in content
    assert page.title in client.get(f"/cite/{page.pk}.ris").text
    assert "brief__head" in brief
    assert f"http://testserver{page.url}" in brief


def test_a_shelf_is_not_cited(client):
    assert client.get(f"/cite/{shelf('practices').pk}.ris").status_code == 404


def test_a_reference_manager_gets_what_it_knows(client):
    practice = PracticePageFactory(title="50 % {more} & less\\", credits="Jordan_Lee")

    bib = client.get(f"/cite/{practice.pk}.bib").text
    ris = client.get(f"/cite/{practice.pk}.ris").text

    assert r"title = {{50 \% \{more\} \& less\textbackslash{}}}" in bib
    assert r"author = {{Jordan\_Lee}}" in bib
    assert f"url = {{http://testserver/p/{practice.pk}/}}" in bib
    assert ris.startswith("TY  - ELEC\r\nAU  - Jordan_Lee\r\nTI  - 50 % {more} & less\\\r\n")
    assert ris.endswith("ER  - \r\n")
    assert client.get(f"/cite/{practice.pk}.exe").status_code == 404


def test_the_page_says_how_to_cite_it_without_a_script(client):
    practice = PracticePageFactory(title="Follow-up", is_sample=True)

    content = client.get(practice.url).text

    assert "Cite this page</summary>" in content
    assert "Follow-up [sample, not real]. Co-Responder Hub." in content
    assert f"http://testserver/p/{practice.pk}/" in content
