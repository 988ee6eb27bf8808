"""A profile is edited on the site itself, by those who keep it."""

import pytest

from mentorsites.models import MentorSitePage, ProfileDraft
from mentorsites.profile.rich_texts import links_in, retyped, to_html, to_text
from tests.factories import (
    JurisdictionFactory,
    MentorSitePageFactory,
    PracticePageFactory,
    TermFactory,
    TopicFactory,
    UserFactory,
    editor,
)
from tests.mentorsites.profiles import client_of, filled, manager_of, newest, profile_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    return MentorSitePageFactory(
        title="Marigold County",
        mentors_on="<p>We go <b>together</b>.</p><ul><li>Dispatch</li><li>Money</li></ul>",
        partners=[("partner", {"organization": "Hill Clinic", "role": "Clinicians"})],
    )


@pytest.fixture
def manager(site):
    return manager_of(site)


@pytest.fixture
def client(manager):
    return client_of(manager)


class TestWhoSeesIt:
    def test_those_who_keep_the_site_do(self, site, client):
        answer = client.get(profile_at(site))

        assert answer.status_code == 200
        assert "We go **together**." in answer.content.decode()

    @pytest.mark.parametrize("make", [UserFactory, editor])
    def test_for_everybody_else_there_is_no_such_page(self, site, make):
        stranger = client_of(make())

        parts = ["", "preview/", "pictures/"]

        assert {stranger.get(f"{profile_at(site)}{part}").status_code for part in parts} == {404}
        assert stranger.post(f"{profile_at(site)}draft/").status_code == 404
        assert stranger.post(f"{profile_at(site)}facts/").status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, site, client):
        client.logout()

        assert client.get(profile_at(site)).status_code == 302


class TestSaving:
    def test_what_is_saved_is_a_draft_and_the_live_page_stays(self, site, client, manager):
        client.post(profile_at(site), filled(site, manager, lead_agency="Marigold EMS"))

        assert newest(site).lead_agency == "Marigold EMS"
        assert newest(site).latest_revision.user == manager
        assert MentorSitePage.objects.get(pk=site.pk).lead_agency == "Sample County EMS"

    def test_everything_that_readers_see_can_be_changed(self, site, client, manager):
        term, place, topic = TermFactory(), JurisdictionFactory(), TopicFactory()
        stage = TermFactory(vocabulary="population", slug="veterans")

        client.post(
            profile_at(site),
            filled(
                site,
                manager,
                summary="Two people in one car.",
                population="18,200",
                community_type=[term.pk],
                served=[stage.pk],
                jurisdictions=[place.pk],
                topics=[topic.pk],
                lessons="We are slow at night.\n\n- Radios\n- Snow",
                body="## Weather\n\nIt **snows**.",
                **{
                    "staffing-TOTAL_FORMS": "1",
                    "staffing-0-role": "Paramedic",
                    "staffing-0-fte": "1.50",
                },
            ),
        )

        page = newest(site)
        assert page.summary == "Two people in one car."
        assert page.population == 18_200
        assert set(page.terms.all()) == {term, stage}
        assert list(page.jurisdictions.all()) == [place]
        assert list(page.topics.all()) == [topic]
        assert page.lessons == "<p>We are slow at night.</p><ul><li>Radios</li><li>Snow</li></ul>"
        assert [block.block_type for block in page.body] == ["heading", "paragraph"]
        assert page.staffing[0].value["fte"] == 1.5

    def test_saving_without_a_change_makes_no_version(self, site, client, manager):
        client.post(profile_at(site), filled(site, manager))

        assert newest(site).latest_revision is None

    def test_what_is_wrong_is_said_beside_the_field_and_everything_is_kept(
        self, site, client, manager
    ):
        wrong = filled(
            site,
            manager,
            population="many",
            launched="soon",
            square_miles="9999999999",
            summary="Kept.",
            lessons="[me](mailto:x@example.org)",
        )

        answer = client.post(profile_at(site), wrong)

        text = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="many"' in text
        assert "Kept." in text
        assert "stay with the network" in text
        assert "Write a year" in text
        assert "less than or equal to" in text
        assert newest(site).latest_revision is None

    def test_a_program_that_has_ended_says_when(self, site, client, manager):
        answer = client.post(profile_at(site), filled(site, manager, program_status="ended"))

        assert answer.status_code == 422
        assert "Say when it ended" in answer.content.decode()

    @pytest.mark.parametrize(
        ("began", "ended", "status"),
        [
            ("2021-07", "2021", 302),
            ("2021", "2021-07-04", 302),
            ("2021-07", "2021-07-31", 302),
            ("2021-07", "2021-06", 422),
            ("2021-07", "2020", 422),
        ],
    )
    def test_beginning_and_end_are_compared_as_far_as_both_are_known(
        self, site, client, manager, began, ended, status
    ):
        dates = {"program_status": "ended", "launched": began, "ended": ended}

        answer = client.post(profile_at(site), filled(site, manager, **dates))

        assert answer.status_code == status

    def test_what_the_page_itself_refuses_is_said_at_the_top(self, site, client, manager):
        wrong = TermFactory(vocabulary="discipline", slug="nurse")
        MentorSitePage.objects.filter(pk=site.pk).update(hours=wrong)

        answer = client.post(profile_at(site), filled(site, manager, budget="Kept"))

        text = answer.content.decode()
        assert answer.status_code == 422
        assert "There is a problem" in text
        assert 'value="Kept"' in text
        assert newest(site).latest_revision is None

    def test_a_heading_that_is_too_long_is_said_and_not_cut(self, site, client, manager):
        long = "word " * 30

        answer = client.post(profile_at(site), filled(site, manager, body=f"## {long}\n\nText"))

        assert answer.status_code == 422
        assert "A heading has 120 characters at most" in answer.content.decode()
        assert long.strip() in answer.content.decode()


class TestRows:
    def test_a_row_more_keeps_what_was_typed(self, site, client, manager):
        typed = filled(site, manager, lead_agency="Half typ", add="partners")

        answer = client.post(profile_at(site), typed)

        text = answer.content.decode()
        assert answer.status_code == 200
        assert "Half typ" in text
        assert 'name="partners-1-organization"' in text
        assert "There is a problem" not in text

    def test_a_row_is_taken_out_by_its_box_or_by_emptying_it(self, site, client, manager):
        client.post(profile_at(site), filled(site, manager, **{"partners-0-DELETE": "on"}))
        ticked = list(newest(site).partners)
        client.post(
            profile_at(site),
            filled(site, manager, **{"partners-TOTAL_FORMS": "1", "partners-0-organization": "A"}),
        )
        client.post(profile_at(site), filled(site, manager, **{"partners-0-organization": ""}))

        assert (ticked, list(newest(site).partners)) == ([], [])

    def test_a_row_keeps_its_number_when_another_is_added(self, site, client, manager):
        before = newest(site).partners[0].id
        more = {"partners-TOTAL_FORMS": "2", "partners-1-organization": "Second"}

        client.post(profile_at(site), filled(site, manager, **more))

        names = [block.value["organization"] for block in newest(site).partners]
        assert names == ["Hill Clinic", "Second"]
        assert newest(site).partners[0].id == before

    def test_a_quotation_needs_consent(self, site, client, manager):
        quoted = {
            "testimonials-TOTAL_FORMS": "1",
            "testimonials-0-text": "They came at once.",
            "testimonials-0-by": "A sheriff",
        }

        answer = client.post(profile_at(site), filled(site, manager, **quoted))

        assert answer.status_code == 422
        assert "consent" in answer.content.decode()

    def test_forged_numbers_of_rows_break_nothing(self, site, client, manager):
        for number in ("99999999", "-1", "x", ""):
            sent = filled(site, manager, **{"partners-TOTAL_FORMS": number})
            assert client.post(profile_at(site), sent).status_code in (302, 422)
            assert client.post(profile_at(site), sent | {"add": "partners"}).status_code == 200


class TestTyped:
    def test_what_is_typed_is_kept_right_or_wrong_and_comes_back(self, site, client, manager):
        typed = filled(site, manager, population="many", title="Half")

        kept = client.post(f"{profile_at(site)}draft/", typed)
        back = client.get(profile_at(site)).content.decode()

        assert set(kept.json()) == {"saved"}
        assert "You typed something on" in back
        assert "Throw it away" in back
        assert 'value="many"' in back
        assert "There is a problem" not in back

    def test_it_can_be_kept_without_scripts(self, site, client, manager):
        answer = client.post(profile_at(site), filled(site, manager, title="", do="later"))

        assert answer.status_code == 302
        assert ProfileDraft.objects.get().typed["lead_agency"] == ["Sample County EMS"]

    def test_it_is_thrown_away_on_request_and_when_it_is_saved(self, site, client, manager):
        for end in ({"do": "throw-away"}, None):
            client.post(f"{profile_at(site)}draft/", filled(site, manager, title="Half"))
            if end:
                client.post(f"{profile_at(site)}draft/", end)
            else:
                client.post(profile_at(site), filled(site, manager, title="Whole"))

            assert not ProfileDraft.objects.exists()

    def test_two_who_keep_a_site_do_not_see_each_others_typing(self, site, client, manager):
        other = client_of(manager_of(site))
        client.post(f"{profile_at(site)}draft/", filled(site, manager, title="Secret"))

        assert "Secret" not in other.get(profile_at(site)).content.decode()

    def test_typing_on_costs_nothing_that_was_typed_before(self, site, client, manager):
        """The script keeps the form as it stands: what was typed last time has to stand there."""
        client.post(f"{profile_at(site)}draft/", filled(site, manager, budget="Typed on Monday"))

        form = client.get(profile_at(site)).context["whole"].form
        shown = {bound.name: bound.value() for bound in form if bound.value()}
        on = filled(site, manager) | shown | {"lead_agency": "Typed on Tuesday"}
        client.post(f"{profile_at(site)}draft/", on)

        typed = ProfileDraft.objects.get().typed
        assert typed["budget"] == ["Typed on Monday"]
        assert typed["lead_agency"] == ["Typed on Tuesday"]


class TestPreview:
    def test_shows_what_is_typed_and_saves_nothing(self, site, client, manager):
        typed = filled(site, manager, lead_agency="Previewed EMS", population="many")

        answer = client.post(f"{profile_at(site)}preview/", typed)

        assert "Previewed EMS" in answer.content.decode()
        assert newest(site).latest_revision is None
        assert not ProfileDraft.objects.exists()

    def test_begins_with_what_was_typed_last_time(self, site, client, manager):
        typed = filled(site, manager, lead_agency="Typed EMS", population="many")
        client.post(f"{profile_at(site)}draft/", typed)

        text = client.get(f"{profile_at(site)}preview/").content.decode()

        assert "Typed EMS" in text
        assert "Hill Clinic" in text

    def test_only_the_hub_may_frame_it(self, site, client):
        answer = client.get(f"{profile_at(site)}preview/")

        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]

    def test_the_form_may_frame_the_hub_and_be_framed_by_nobody(self, site, client):
        answer = client.get(profile_at(site))

        policy = answer.headers["Content-Security-Policy"]
        assert "frame-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-src" not in client.get("/").headers["Content-Security-Policy"]


class TestTexts:
    @pytest.mark.parametrize(
        "stored",
        [
            "<p>We go <b>together</b>, always.</p><p>A <i>second</i> one<br/>below.</p>",
            '<ul><li>One</li><li><a href="https://example.org/?a=1&amp;b=2">Two</a></li></ul>',
            '<p><a linktype="page" id="5">Page</a> 24*7, a_b, [x], &lt;b&gt; &amp; c</p>',
            "<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>",
            "<h3>Head</h3><p>- no list</p><p>1. none either</p><p># no</p><p>2024. A year</p>",
        ],
    )
    def test_come_back_as_they_were_stored(self, stored):
        assert to_html(to_text(stored), known=links_in(stored)) == stored

    def test_what_was_not_touched_stays_to_the_letter(self):
        stored = '<p data-block-key="a1">Kept <code>as it is</code></p>'

        assert retyped(to_text(stored), stored) == stored

    def test_nothing_typed_becomes_markup(self):
        html = to_html("<script>alert(1)</script> <img src=x onerror=y>")

        assert html == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=y&gt;</p>"


def test_a_free_part_with_more_than_text_is_left_alone(manager, client, site):
    page = MentorSitePage.objects.get(pk=site.pk)
    page.body = [("notice", {"tone": "info", "title": "Mind", "text": "<p>Snow.</p>"})]
    page.save()

    text = client.get(profile_at(site)).content.decode()
    client.post(profile_at(site), filled(site, manager, title="Renamed"))

    assert 'name="body"' not in text
    assert newest(site).body[0].block_type == "notice"


@pytest.mark.parametrize("part", ["", "facts/", "pictures/", "preview/"])
def test_the_pages_cost_the_same_with_many_rows(
    part, site, client, manager, django_assert_max_num_queries
):
    for number in range(15):
        TermFactory(vocabulary="discipline", slug=f"d{number}")
        TopicFactory()
        PracticePageFactory()
    page = MentorSitePage.objects.get(pk=site.pk)
    page.staffing = [("staff", {"role": f"Role {number}"}) for number in range(20)]
    page.save()
    page.save_revision()

    with django_assert_max_num_queries(32):
        client.get(f"{profile_at(site)}{part}")
