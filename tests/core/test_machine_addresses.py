"""Addresses that only machines ask for."""

import json
import logging

import pytest

from tests.factories import all_shelves, home_page


def test_the_health_check_says_ok_without_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/-/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok")
    assert not answer.cookies


def test_robots_are_told_where_the_map_is_and_where_not_to_go(client, db):
    answer = client.get("/robots.txt")

    content = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in content
    assert "Sitemap: http://testserver/sitemap.xml" in content


def test_security_txt_says_whom_to_tell_and_until_when_it_holds(client, db):
    content = client.get("/.well-known/security.txt").content.decode()

    assert "Contact: " in content
    assert "Expires: " in content


def report(client, body, content_type="application/reports+json"):
    return client.post("/-/csp", body, content_type=content_type)


def test_a_report_is_taken_and_only_the_rule_is_written_down(client, caplog):
    body = [
        {
            "type": "csp-violation",
            "body": {
                "effectiveDirective": "script-src",
                "documentURL": "https://hub.example.org/search/?q=private+words",
                "blockedURL": "inline",
            },
        }
    ]

    with caplog.at_level(logging.WARNING):
        answer = report(client, json.dumps(body))

    assert answer.status_code == 204
    assert "script-src" in caplog.text
    assert "private" not in caplog.text


@pytest.mark.parametrize(
    "body",
    ["", "no json", "[]", "null", "42", '["a"]', '{"body": 7}', "[" * 3_000, '{"a":' * 900],
)
def test_a_report_that_makes_no_sense_is_dropped(client, body):
    assert report(client, body).status_code == 204


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"\x00"])
def test_bytes_that_are_no_text_are_dropped(client, body):
    assert report(client, body).status_code == 204


def test_a_flood_of_reports_does_not_fill_the_log(client, caplog):
    body = json.dumps({"body": {"effectiveDirective": "img-src"}})

    with caplog.at_level(logging.WARNING):
        for _ in range(25):
            report(client, body)

    assert caplog.text.count("img-src") == 10


def test_one_report_with_many_parts_does_not_either(client, caplog):
    body = json.dumps([{"body": {}}] * 300)

    with caplog.at_level(logging.WARNING):
        report(client, body)

    assert caplog.text.count("CSP broken") <= 10


def test_reports_cannot_be_asked_for(client):
    assert client.get("/-/csp").status_code == 405


def test_a_log_line_cannot_be_forged_in_a_report(client, caplog):
    body = json.dumps({"body": {"effectiveDirective": "img-src\nroot: signed in"}})

    with caplog.at_level(logging.WARNING):
        report(client, body)

    assert "\nroot: signed in" not in caplog.text


def test_the_site_map_lists_what_anybody_may_see(client, db):
    home_page()

    index = client.get("/sitemap.xml").content.decode()
    pages = client.get("/sitemap-pages.xml").content.decode()
    fixed = client.get("/sitemap-fixed.xml").content.decode()

    assert "<loc>http://testserver/sitemap-pages.xml</loc>" in index
    assert "<loc>http://testserver/</loc>" in pages
    assert "<loc>http://testserver/places/</loc>" in fixed


def test_a_long_site_map_is_in_parts(client, db, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("hub.home.sitemaps.PageSitemap.limit", 3)
    all_shelves()

    with django_assert_max_num_queries(16):
        index = client.get("/sitemap.xml").content.decode()
    first, second = (client.get("/sitemap-pages.xml", {"p": p}).text for p in (1, 2))

    assert "http://testserver/sitemap-pages.xml?p=2" in index
    assert first.count("<loc>") == second.count("<loc>") == 3
    assert client.get("/sitemap-no-such.xml").status_code == 404
