"""What somebody wrote is never lost because a page was open for too long."""

import pytest
from django.test import Client

from hub.accounts.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LONG = "The first line of what I wrote.\nThe second one & <more>."


def strict():
    return Client(enforce_csrf_checks=True, headers={"accept": "text/html"})


def test_a_form_without_a_token_is_shown_back_without_its_passwords():
    answer = strict().post(
        "/join/?next=/practices/",
        {"name": "Robin New", "password1": "a secret of mine", "code": "123456", "text": LONG},
    )

    assert answer.status_code == 403
    assert 'value="Robin New"' in answer.text
    assert "The second one &amp; &lt;more&gt;." in answer.text
    assert "a secret of mine" not in answer.text
    assert "123456" not in answer.text
    assert 'action="/join/?next=/practices/"' in answer.text
    assert "Passwords and codes are not kept" in answer.text


def test_what_is_shown_back_can_be_sent_again():
    client, person = strict(), UserFactory()
    shown = client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    token = client.cookies["csrftoken"].value

    answer = client.post(
        "/sign-in/", {"login": person.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    )

    assert 'name="csrfmiddlewaretoken"' in shown.text
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_what_another_site_sent_cannot_be_sent_on_from_here(headers):
    answer = strict().post("/account/email/", {"email": "evil@evil.example"}, headers=headers)

    assert answer.status_code == 403
    assert "Send it again" not in answer.text
    assert 'name="csrfmiddlewaretoken"' not in answer.text.split("<main", 1)[1]


def test_whoever_was_signed_out_meanwhile_gets_the_text_back(client):
    answer = client.post(
        "/account/password/", {"note": LONG, "oldpassword": "x"}, headers={"accept": "text/html"}
    )

    assert answer.status_code == 403
    assert "You were signed out in the meantime" in answer.text
    assert "The first line of what I wrote." in answer.text
    assert 'action="/account/password/"' in answer.text


def test_a_script_is_answered_as_before(client):
    answer = client.post(
        "/account/password/", {"note": LONG}, headers={"accept": "application/json"}
    )

    assert answer.status_code == 302


def test_signing_in_itself_is_never_taken_for_a_lost_form(client):
    answer = client.post(
        "/sign-in/", {"login": "a@agency.gov", "password": "x"}, headers={"accept": "text/html"}
    )

    assert answer.status_code == 422
    assert not User.objects.exists()
