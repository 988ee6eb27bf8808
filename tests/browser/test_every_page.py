"""What holds on every page, for everybody. One visit for each page: see survey.py."""

import pytest

from .addresses import ERROR_TEMPLATES, MEMBERS, OFFICES, PAGES, SECTIONS

pytestmark = pytest.mark.browser

every_page = pytest.mark.parametrize("name", PAGES)
# A form that is sent needs a cookie.
WITH_COOKIES = (
    "sign in",
    "join",
    "forgotten password",
    "sign in, wrong password",
    "editor on home",
    "reply with findings",
    "review item",
    *MEMBERS,
    *OFFICES,
)


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(survey, name, scheme):
    assert survey.of(name).axe[scheme] == []


@every_page
def test_axe_looked_at_the_page_in_both_color_schemes(survey, name):
    assert [*survey.of(name).axe] == ["light", "dark"]


@every_page
def test_no_errors_no_forbidden_things_and_no_other_hosts(survey, name):
    assert survey.of(name).quiet == []


@pytest.mark.parametrize("name", [name for name in PAGES if name not in WITH_COOKIES])
def test_visitors_get_no_cookies(survey, name):
    assert survey.of(name).cookies == []


@every_page
def test_title_landmarks_skip_link_and_crisis_line(survey, name):
    assert survey.of(name).shell == []


@every_page
def test_links_and_fields_have_names_of_their_own(survey, name):
    assert survey.of(name).names == []


@every_page
def test_reflows_at_320_pixels(survey, name):
    assert survey.of(name).reflow == []


@every_page
def test_a_small_screen_loses_no_words(survey, name):
    assert survey.of(name).lost_words == []


@every_page
def test_text_can_be_twice_as_large(survey, name):
    assert survey.of(name).large_text == []


@every_page
def test_text_can_be_spaced_out(survey, name):
    assert survey.of(name).text_spacing == []


@every_page
def test_targets_are_24_pixels(survey, name):
    assert survey.of(name).targets == []


@every_page
def test_nothing_moves_for_who_asked_for_stillness(survey, name):
    assert survey.of(name).motion == []


def test_every_section_of_the_site_is_looked_at(hub):
    sections = {f"/{path.split('/')[1]}/" for path in hub.addresses if path != "/"}

    # Forums are looked at as members see them.
    assert sections - {"/about/", "/forums/"} == set(SECTIONS.values())


def test_every_error_page_is_looked_at(survey):
    from django.conf import settings

    folder = settings.BASE_DIR / "hub" / "templates"

    assert {path.name for path in folder.glob("*.html")} - {"base.html"} == {
        *ERROR_TEMPLATES.values(),
        "404.html",
    }
