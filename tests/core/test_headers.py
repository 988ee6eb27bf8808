"""What every answer carries, whoever gives it: a page, an error, a file, a refusal."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.core.addresses import build_a_little_of_everything
from tests.factories import DocumentFactory, ImageFactory, PracticePageFactory, editor

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "manifest-src": "'self'",
    "report-to": "csp",
}
STATIC = "/static/js/hub.js"


@pytest.fixture
def answers(client, monkeypatch) -> dict[str, HttpResponse]:
    """One answer of every sort that a stranger can get."""
    addresses = build_a_little_of_everything()
    client.raise_request_exception = False
    answers = {address: client.get(address) for address in addresses}
    answers["redirect to the slash"] = client.get("/practices")
    answers["404"] = client.get("/no-such-page/")
    answers["404 of a file"] = client.get("/files/images/none.jpg")
    answers["405"] = client.post("/practices/")
    answers["static file"] = client.get(STATIC)
    answers["static file unchanged"] = client.get(
        STATIC, headers={"If-Modified-Since": answers["static file"]["Last-Modified"]}
    )
    answers["400 for a host that is not ours"] = client.get("/", headers={"host": "evil.example"})
    strict = Client(enforce_csrf_checks=True)
    answers["403 without a token"] = strict.post("/sign-in/", {"username": "a"})
    answers["to the sign-in page"] = client.get("/admin/")

    def break_down(*args, **kwargs):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("hub.search.views.pages.find", break_down)
    answers["500"] = client.get("/search/?q=a")
    return answers


def test_the_answers_are_of_every_sort(answers):
    codes = {answer.status_code for answer in answers.values()}

    assert codes == {200, 301, 302, 304, 400, 403, 404, 405, 500}


def test_every_answer_has_the_headers_that_never_change(answers):
    expected = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Reporting-Endpoints": 'csp="/-/csp"',
    }

    for name, answer in answers.items():
        for header, value in expected.items():
            assert answer.headers.get(header) == value, (name, header)
        assert answer.headers["Permissions-Policy"].count("=()") == 24, name
        assert "Server" not in answer.headers
        assert "X-Powered-By" not in answer.headers


def policy_of(answer: HttpResponse) -> dict[str, str]:
    rules = answer.headers["Content-Security-Policy"].split(";")
    return dict(rule.strip().split(" ", 1) for rule in rules if " " in rule.strip())


def test_every_answer_has_the_strict_content_policy(answers):
    for name, answer in answers.items():
        if name != "to the sign-in page":
            policy = policy_of(answer)
            scripts = policy.pop("script-src")
            assert policy == POLICY, name
            assert re.fullmatch(r"'self'( 'nonce-[\w+/=]+')?", scripts), name


def test_the_nonce_is_on_the_page_and_new_each_time(client):
    PracticePageFactory()

    nonces = []
    for _ in range(2):
        answer = client.get("/practices/")
        (nonce,) = re.findall(r"'nonce-([\w+/=]+)'", policy_of(answer)["script-src"])
        assert f'nonce="{nonce}"' in answer.content.decode()
        nonces.append(nonce)

    assert nonces[0] != nonces[1]


def test_only_the_editors_side_allows_what_wagtail_needs(client):
    client.force_login(editor())

    answer = client.get("/admin/")

    policy = policy_of(answer)
    assert policy["script-src"] == policy["style-src"] == "'self' 'unsafe-inline'"
    assert policy["default-src"] == policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_no_other_site_may_frame_a_page(client):
    PracticePageFactory()

    assert client.get("/practices/").headers["X-Frame-Options"] == "DENY"


# --- Who may keep a copy --------------------------------------------------------------------------


def test_a_stranger_gets_no_cookie_and_may_keep_nothing_unasked(answers):
    for name, answer in answers.items():
        if name not in ("static file", "static file unchanged", "/sign-in/", "403 without a token"):
            assert not answer.cookies, name
            assert "no-cache" in answer.headers["Cache-Control"], name


def test_whatever_knows_a_session_is_for_that_browser_alone(member_client):
    addresses = [*build_a_little_of_everything(), "/no-such-page/", "/practices"]

    for address in addresses:
        answer = member_client.get(address)
        kept = answer.headers["Cache-Control"]
        assert "private" in kept, address
        assert "no-store" in kept, address
        assert "Cookie" in answer.headers["Vary"], address


def test_a_session_that_means_nothing_any_more_is_treated_like_one_that_does(client):
    PracticePageFactory()
    client.cookies["sessionid"] = "made-up"

    assert client.get("/practices/").headers["Cache-Control"] == "private, no-store"


def test_an_answer_that_sets_a_cookie_is_for_that_browser_alone(client, db):
    answer = client.get("/sign-in/")

    assert answer.cookies
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))


def test_the_editors_side_is_kept_nowhere(client):
    client.force_login(editor())

    for address in ("/admin/", "/admin/pages/", "/admin/images/"):
        answer = client.get(address, follow=True)
        assert "no-store" in answer.headers["Cache-Control"], address


def test_a_broken_page_is_not_kept_for_whoever_is_signed_in(member_client, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("hub.search.views.pages.find", break_down)
    member_client.raise_request_exception = False

    answer = member_client.get("/search/?q=a")

    assert answer.status_code == 500
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_no_shared_cache_keeps_an_upload(client):
    image, document = ImageFactory(), DocumentFactory()
    PracticePageFactory(
        body=[
            ("image", {"image": image, "alt": "A", "caption": ""}),
            ("document", {"document": document, "label": "B"}),
        ]
    )

    for address in (image.get_rendition("width-20").url, document.url):
        assert client.get(address).headers["Cache-Control"] == "private, max-age=3600"
