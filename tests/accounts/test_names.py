"""Names: nobody speaks for the hub, nobody passes for somebody else."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.accounts.models import User
from hub.accounts.name_checks import checked_handle, checked_name
from hub.accounts.names import is_reserved, new_handle, skeleton, tidy_name
from tests.factories import UserFactory

# Cyrillic, Greek and full-width letters, digits and marks that look like plain ones.
ALIKE = [
    ("Admin", "Аdmin"),
    ("Admin", "ADMIN"),
    ("Admin", "Adm1n"),
    ("Admin", "Ａｄｍｉｎ"),
    ("Admin", "A d m i n"),
    ("Admin", "Ad\u200bmin"),
    ("Admin", "Ádmin"),
    ("moderator", "rnoderator"),
    ("Sam Stone", "Sаm Stоne"),
    ("Sam Stone", "5am 5tone"),
    ("Will", "WiII"),
]


@pytest.mark.parametrize(("plain", "other"), ALIKE)
def test_what_looks_alike_has_one_skeleton(plain, other):
    assert skeleton(plain) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Sam", "Pam"), ("Ann Lee", "Ann Li"), ("王芳", "王方")]
)
def test_what_looks_different_has_not(one, other):
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    "name", ["admin", "Аdmin", "9 8 8", "Co-Responder Hub", "M0derator", "trust & officer", "STAFF"]
)
def test_names_that_speak_for_the_hub_are_reserved(name):
    assert is_reserved(name)


@pytest.mark.parametrize(
    "name", ["Sam Stone", "Adriana Min", "Teamster", "王芳", "Ann-Marie O’Neil"]
)
def test_names_of_people_are_not(name):
    assert not is_reserved(name)


@given(st.text())
@settings(deadline=None)
def test_a_tidy_name_is_one_line_without_hidden_signs(text):
    name = tidy_name(text)

    assert name == name.strip()
    assert "\n" not in name
    assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in name)


@given(st.text())
@settings(deadline=None)
def test_tidying_twice_changes_nothing_more(text):
    assert tidy_name(tidy_name(text)) == tidy_name(text)


@given(st.text())
@settings(deadline=None)
def test_any_text_has_a_skeleton_of_letters(text):
    assert all(sign.isalnum() for sign in skeleton(text))


def test_handles_say_nothing_and_differ():
    handles = {new_handle() for _ in range(100)}

    assert len(handles) == 100
    for handle in handles:
        User._meta.get_field("handle").run_validators(handle)


@pytest.mark.django_db
class TestTakingAName:
    def test_it_is_kept_as_it_was_written_but_tidy(self):
        assert checked_name("  Sam \u202e Stone\n", of=None) == "Sam Stone"

    @pytest.mark.parametrize("name", ["", " ", "x", "…", "\u200b\u200b", "🙂🙂"])
    def test_it_holds_letters(self, name):
        with pytest.raises(ValidationError):
            checked_name(name, of=None)

    @pytest.mark.parametrize("name", ["Administrator", "Ｓｔａｆｆ", "988"])
    def test_it_does_not_speak_for_the_hub(self, name):
        with pytest.raises(ValidationError, match="speak for the hub"):
            checked_name(name, of=None)

    def test_nobody_passes_for_a_member_with_other_letters(self):
        UserFactory(name="Sam Stone", email="sam@example.org")

        with pytest.raises(ValidationError) as refusal:
            checked_name("Sаm Stоne", of=None)

        assert "sam@example.org" not in str(refusal.value)

    def test_two_people_may_have_one_name(self):
        UserFactory(name="Sam Stone")

        assert checked_name("sam stone", of=None) == "sam stone"

    def test_one_may_write_ones_own_name_otherwise(self):
        person = UserFactory(name="Sam Stone")

        assert checked_name("5am Stone", of=person) == "5am Stone"

    @given(st.text(max_size=200))
    @settings(max_examples=50, deadline=None)
    def test_any_text_is_taken_or_refused(self, text):
        try:
            name = checked_name(text, of=None)
        except ValidationError:
            return
        assert name == tidy_name(text)


@pytest.mark.django_db
class TestTakingAHandle:
    @pytest.mark.parametrize("handle", ["admin", "adm1n", "mode-rator"])
    def test_it_does_not_speak_for_the_hub(self, handle):
        with pytest.raises(ValidationError):
            checked_handle(handle, of=UserFactory())

    @pytest.mark.parametrize("handle", ["sam-stone", "sam-st0ne", "5am-stone"])
    def test_it_does_not_look_like_another(self, handle):
        UserFactory(handle="sam-stone")

        with pytest.raises(ValidationError):
            checked_handle(handle, of=UserFactory())

    def test_it_is_written_in_small_letters(self):
        assert checked_handle(" Sam-Stone ", of=UserFactory()) == "sam-stone"
