"""The list of members and the page of one of them, on the editors' side."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from hub.accounts.actions import invite, silence, suspend
from hub.accounts.models import SecurityEvent, User
from hub.accounts.staff.spreadsheets import plain_cell
from tests.accounts.staff import administrator, role, signed_in, steward
from tests.factories import PASSWORD, UserFactory, editor

pytestmark = pytest.mark.django_db
LIST = "/admin/users/"
AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


def page_of(person: User) -> str:
    return f"/admin/users/edit/{person.pk}/"


def names_in(response) -> set[str]:
    return {person.name for person in response.context["object_list"]}


# --- The list -------------------------------------------------------------------------------------


def test_it_shows_who_people_are_and_how_it_stands_with_them():
    by = administrator(name="Kim Lee")
    person = UserFactory(name="Sam Stone", handle="sam-stone", email="sam@example.org")
    person.groups.add(role("Reviewers"))
    suspend(person, reason="Shouting.", until=None, by=by, at=timezone.now())

    content = signed_in(by).get(LIST).content.decode()

    for words in ("Sam Stone", "sam-stone", "sam@example.org", "Reviewers", "Administrator"):
        assert words in content
    assert "Suspended without an end" in content


@pytest.mark.parametrize("address", [LIST, "/admin/users/results/"])
def test_it_is_for_those_who_look_after_members(address):
    for person in (editor(), steward(codenames=("view_emailaddress", "add_sanction"))):
        response = signed_in(person).get(address)

        assert response.headers["Location"] == "/admin/"


def test_addresses_are_for_those_with_the_permission():
    UserFactory(name="Sam Stone", email="sam@example.org")
    client = signed_in(steward(codenames=("change_user",)))

    shown = client.get(LIST).content.decode()
    sorted_by_address = client.get(f"{LIST}?ordering=email")
    exported = b"".join(client.get(f"{LIST}?export=csv")).decode()

    assert "Sam Stone" in shown
    assert "sam@example.org" not in shown + exported
    assert sorted_by_address.context["ordering"] == "name"


def test_who_may_not_see_addresses_cannot_find_by_them():
    UserFactory(name="Sam Stone", email="findme@example.org")

    without = signed_in(steward(codenames=("change_user",))).get(f"{LIST}?q=findme")
    with_it = signed_in(steward()).get(f"{LIST}?q=findme")

    assert names_in(without) == set()
    assert names_in(with_it) == {"Sam Stone"}


@pytest.mark.parametrize("words", ["sam st", "STONE", "sam-the-medic"])
def test_people_are_found_by_name_and_handle(words):
    UserFactory(name="Sam Stone", handle="sam-the-medic")
    UserFactory(name="Kim Lee")

    assert names_in(signed_in(steward()).get(LIST, {"q": words})) == {"Sam Stone"}


def test_people_are_filtered_by_role():
    reviewers = role("Reviewers")
    by = administrator(name="Kim Lee")
    UserFactory(name="Sam Stone").groups.add(reviewers)
    UserFactory(name="Nobody Special")
    client = signed_in(by)

    assert names_in(client.get(LIST, {"group": reviewers.pk})) == {"Sam Stone"}
    assert names_in(client.get(LIST, {"group": "administrators"})) == {"Kim Lee"}
    assert names_in(client.get(LIST, {"group": ["administrators", reviewers.pk]})) == {
        "Kim Lee",
        "Sam Stone",
    }


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("active", {"Kim Lee", "Active", "Was suspended"}),
        ("silenced", {"Silenced"}),
        ("suspended", {"Suspended"}),
        ("shut_out", {"Shut out"}),
        ("left", {"Former member"}),
    ],
)
def test_people_are_filtered_by_state(state, expected):
    by, now = administrator(name="Kim Lee"), timezone.now()
    UserFactory(name="Active")
    UserFactory(name="Was suspended", suspended_until=now - timedelta(days=1))
    silence(UserFactory(name="Silenced"), reason="Shouting.", until=None, by=by, at=now)
    suspend(UserFactory(name="Suspended"), reason="Shouting.", until=None, by=by, at=now)
    UserFactory(name="Shut out", is_active=False)
    UserFactory(name="Former member", is_active=False, left_at=now)

    assert names_in(signed_in(by).get(LIST, {"state": state})) == expected


def test_people_are_filtered_by_when_they_joined():
    UserFactory(name="Sam Stone", joined_at=AT)
    client = signed_in(administrator())

    found = client.get(LIST, {"joined_at_from": "2026-06-01", "joined_at_to": "2026-06-30"})

    assert names_in(found) == {"Sam Stone"}


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "gone"},
        {"group": "x"},
        {"group": ["1", "administrators", "999999"]},
        {"joined_at_from": "soon"},
        {"ordering": "password"},
        {"p": "-1"},
        {"p": "9" * 40},
        {"q": "'; DROP TABLE accounts_user; --"},
        {"q": "%_\\"},
        {"q": "x" * 5_000},
    ],
)
def test_nonsense_in_the_address_does_no_harm(asked):
    assert signed_in(administrator()).get(LIST, asked).status_code == 200


@given(
    st.dictionaries(
        st.sampled_from(["q", "group", "state", "joined_at_from", "ordering", "p"]), st.text()
    )
)
@settings(max_examples=30, deadline=None)
def test_any_words_in_the_address_are_answered(asked):
    assert signed_in(administrator()).get(LIST, asked).status_code == 200


def test_it_says_how_many_are_invited():
    invite("new@example.org", by=UserFactory(), at=timezone.now())

    content = signed_in(administrator()).get(LIST).content.decode()

    assert "Invited, not here yet: 1" in content


def test_it_costs_the_same_with_many_people(django_assert_max_num_queries):
    reviewers = role("Reviewers")
    for _ in range(45):
        UserFactory().groups.add(reviewers)
    client = signed_in(steward())
    client.get(LIST)

    with django_assert_max_num_queries(18):
        client.get(LIST)


# --- The download ---------------------------------------------------------------------------------
FORMULAS = ['=HYPERLINK("http://evil.example","x")', "+1+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("name", FORMULAS)
def test_nothing_in_it_is_calculated_by_a_spreadsheet(name):
    User.objects.filter(pk=UserFactory().pk).update(name=name)
    client = signed_in(administrator(name="Kim"))

    text = b"".join(client.get(f"{LIST}?export=csv")).decode()
    book = load_workbook(io.BytesIO(b"".join(client.get(f"{LIST}?export=xlsx"))))

    cells = [row[0] for row in csv.reader(io.StringIO(text))]
    assert f"'{name}" in cells
    sheet = [row[0] for row in book.active.iter_rows()]
    assert all(cell.data_type == "s" for cell in sheet)
    assert not any(str(cell.value).startswith(("=", "+", "-", "@")) for cell in sheet)


@given(st.text())
@settings(deadline=None)
def test_no_cell_begins_like_a_formula(text):
    assert not plain_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_name_with_control_characters_can_be_downloaded():
    User.objects.filter(pk=UserFactory().pk).update(name="Sam\x01\x0b")

    response = signed_in(administrator()).get(f"{LIST}?export=xlsx")

    assert response.status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_is_written_down(kind):
    by = administrator()
    UserFactory()

    signed_in(by).get(LIST, {"export": kind})

    event = SecurityEvent.objects.get()
    assert (event.kind, event.actor) == (SecurityEvent.Kind.MEMBERS_EXPORTED, by)
    assert event.detail == {"rows": 2, "format": kind}


def test_it_asks_once_more_who_one_is():
    response = signed_in(administrator(), just_confirmed=False).get(f"{LIST}?export=csv")

    assert response.status_code == 302
    assert not SecurityEvent.objects.exists()


def test_it_holds_what_was_filtered():
    UserFactory(name="Sam Stone")
    UserFactory(name="Other Person")

    response = signed_in(administrator()).get(f"{LIST}?export=csv&q=stone")

    text = b"".join(response).decode()
    assert "Sam Stone" in text
    assert "Other Person" not in text


# --- The page of a person -------------------------------------------------------------------------


def form_of(person: User, **changes) -> dict:
    """What the form sends when nothing is changed, and the changes."""
    sent = {
        "name": person.name,
        "groups": [group.pk for group in person.groups.all()],
        **({"is_active": "on"} if person.is_active else {}),
        **({"is_superuser": "on"} if person.is_superuser else {}),
        **changes,
    }
    return {name: value for name, value in sent.items() if value is not None}


def test_roles_change_through_the_form_and_each_is_written_down():
    by, person = administrator(), UserFactory()
    old, new = role("Reviewers"), role("Editors")
    person.groups.add(old)

    response = signed_in(by).post(page_of(person), form_of(person, groups=[new.pk]))

    events = SecurityEvent.objects.order_by("pk")
    assert response.status_code == 302
    assert list(person.groups.all()) == [new]
    assert [(one.kind, one.detail["role"], one.actor, one.person) for one in events] == [
        ("role_given", "Editors", by, person),
        ("role_taken", "Reviewers", by, person),
    ]


def test_losing_a_role_through_the_form_ends_the_sessions(home):
    person = UserFactory()
    person.groups.add(role("Reviewers"))
    client = signed_in(person)

    signed_in(administrator()).post(page_of(person), form_of(person, groups=[]))

    assert client.get("/").wsgi_request.user.is_anonymous


def test_somebody_becomes_administrator_and_is_shut_out_again(home):
    by, person = administrator(), UserFactory()
    client = signed_in(by)

    client.post(page_of(person), form_of(person, is_superuser="on"))
    made = User.objects.get(pk=person.pk).is_superuser
    client.post(page_of(person), {"name": person.name, "is_superuser": "on"})

    person.refresh_from_db()
    assert made
    assert not person.is_active
    assert [event.detail["role"] for event in SecurityEvent.objects.order_by("pk")] == [
        "administrator",
        "may sign in",
    ]


def test_saving_without_a_change_writes_nothing_down():
    by, person = administrator(), UserFactory()
    person.groups.add(role("Reviewers"))

    signed_in(by).post(page_of(person), form_of(person, name="New Name"))

    person.refresh_from_db()
    assert person.name == "New Name"
    assert not SecurityEvent.objects.exists()


def test_giving_roles_asks_once_more_who_one_is():
    person, editors = UserFactory(), role("Editors")
    client = signed_in(administrator(), just_confirmed=False)

    page = client.get(page_of(person))
    response = client.post(page_of(person), form_of(person, groups=[editors.pk]))

    assert page.status_code == 200
    assert response.status_code == 302
    assert not person.groups.exists()


def test_after_confirming_the_roles_are_given_without_choosing_again():
    person, editors = UserFactory(), role("Editors")
    client = signed_in(administrator(), just_confirmed=False)

    asked = client.post(page_of(person), form_of(person, groups=[editors.pk]))
    response = client.post(asked.headers["Location"], {"password": PASSWORD})

    assert response.status_code == 302
    assert person.groups.get() == editors


def test_a_steward_is_offered_only_their_own_roles_and_leaves_others_alone():
    mine, theirs = role("Reviewers"), role("Editors")
    by, person = steward(mine), UserFactory()
    person.groups.add(theirs)
    client = signed_in(by)

    offered = set(client.get(page_of(person)).context["form"].fields["groups"].queryset)
    refused = client.post(page_of(person), form_of(person, groups=[theirs.pk]))
    client.post(page_of(person), form_of(person, groups=[mine.pk]))

    assert offered == set(by.groups.all())
    assert refused.context["form"].errors["groups"]
    assert set(person.groups.all()) == {mine, theirs}


@pytest.mark.parametrize("field", ["is_superuser", "is_staff", "password", "email", "left_at"])
def test_what_the_form_does_not_offer_is_not_written(field):
    by, person = steward(), UserFactory()

    signed_in(by).post(page_of(person), form_of(person, **{field: "1"}))

    after = User.objects.get(pk=person.pk)
    assert (after.is_superuser, after.password, after.email, after.left_at) == (
        False,
        person.password,
        person.email,
        None,
    )


def test_nobody_gives_themselves_a_role():
    by, editors = administrator(), role("Editors")
    client = signed_in(by)

    client.post(page_of(by), form_of(by, groups=[editors.pk]))
    client.post(page_of(by), {"name": by.name})

    by.refresh_from_db()
    assert not by.groups.exists()
    assert by.is_superuser
    assert by.is_active


def test_a_steward_does_not_open_the_page_of_an_administrator():
    client = signed_in(steward())
    person = administrator(name="Kim Lee")

    page = client.get(page_of(person))
    client.post(page_of(person), form_of(person, name="Other Name"))

    person.refresh_from_db()
    assert page.headers["Location"] == "/admin/"
    assert person.name == "Kim Lee"


def test_nobody_edits_who_left():
    person = UserFactory(name="Former member", is_active=False, left_at=AT)

    assert signed_in(administrator()).get(page_of(person)).status_code == 302


@pytest.mark.parametrize("name", ["Administrator", "", "x" * 81, "988"])
def test_a_name_that_nobody_may_have_is_refused_here_too(name):
    person = UserFactory(name="Sam Stone")

    response = signed_in(administrator()).post(page_of(person), form_of(person, name=name))

    person.refresh_from_db()
    assert response.context["form"].errors["name"]
    assert person.name == "Sam Stone"


def test_hostile_names_are_shown_as_text():
    person = UserFactory(name="<script>go()</script>")
    client = signed_in(administrator())

    for address in (LIST, page_of(person)):
        assert b"<script>go()" not in client.get(address).content


@pytest.mark.parametrize("word", ["delete", "history", "usage", "copy"])
def test_nobody_is_deleted_or_copied(word):
    person = UserFactory()

    assert signed_in(administrator()).post(f"/admin/users/{word}/{person.pk}/").status_code == 404
    assert User.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("word", ["assign_role", "delete", "set_active_state"])
def test_nothing_is_done_to_many_at_once_past_the_rules(word):
    person, editors = UserFactory(), role("Editors")

    response = signed_in(administrator()).post(
        f"/admin/bulk/accounts/user/{word}/?id={person.pk}",
        {"role": editors.pk, "mark_as_active": "False"},
    )

    person.refresh_from_db()
    assert response.status_code == 404
    assert person.is_active
    assert not person.groups.exists()


def test_only_administrators_change_what_a_role_may_do():
    editors = role("Editors")
    holder = steward(codenames=("change_group", "add_group", "delete_group", "change_user"))
    client = signed_in(holder)

    for address in ("new/", f"edit/{editors.pk}/", f"delete/{editors.pk}/", ""):
        assert client.get(f"/admin/groups/{address}").headers["Location"] == "/admin/"
    assert signed_in(administrator()).get(f"/admin/groups/edit/{editors.pk}/").status_code == 200


def test_deleting_a_role_says_who_did_it():
    by, person, editors = administrator(), UserFactory(), role("Editors")
    person.groups.add(editors)

    signed_in(by).post(f"/admin/groups/delete/{editors.pk}/")

    event = SecurityEvent.objects.get()
    assert not Group.objects.filter(pk=editors.pk).exists()
    assert (event.kind, event.person, event.actor) == ("role_taken", person, by)


def test_the_menu_names_members_invitations_and_the_log_to_whom_they_are_for():
    everything = signed_in(steward()).get("/admin/").content.decode()
    nothing = signed_in(editor()).get("/admin/").content.decode()

    for address in ("/admin/users/", "/admin/invitations/", "/admin/reports/members-log/"):
        assert address in everything
        assert address not in nothing


def test_only_an_administrator_adds_a_member_without_a_mail():
    sent = {
        "email": "new@example.org",
        "name": "New Person",
        "password1": "four calm words in a row",
        "password2": "four calm words in a row",
        "is_superuser": "on",
    }

    refused = signed_in(steward()).post("/admin/users/new/", sent)
    signed_in(administrator()).post("/admin/users/new/", sent)

    person = User.objects.get(email="new@example.org")
    assert refused.headers["Location"] == "/admin/"
    assert not person.is_superuser
    assert SecurityEvent.objects.get(person=person).kind == "joined"
