"""docs/data-inventory.csv lists every field that the hub keeps: none is kept unthought of."""

import csv

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from tests.architecture.sources import ROOT

OURS = {config.label for config in apps.get_app_configs() if config.name.startswith("hub.")} | {
    "paths",
    "mentoring",
    "casestudies",
    "mentorsites",
    "practices",
    "forums",
}
# Packages that keep something of a person for us.
OTHERS = {"account", "mfa", "socialaccount", "usersessions", "sessions", "wagtailusers"}
INVENTORY = ROOT / "docs" / "data-inventory.csv"


def listed() -> dict[tuple[str, str], dict[str, str]]:
    with INVENTORY.open(newline="") as file:
        return {(row["model"], row["field"]): row for row in csv.DictReader(file)}


def kept() -> set[tuple[str, str]]:
    return {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS | OTHERS and not model._meta.proxy
        for field in model._meta.local_fields
    }


def test_every_field_is_listed():
    assert sorted(kept() - set(listed())) == [], "Say in docs/data-inventory.csv what it is for."


def test_nothing_is_listed_that_is_not_kept():
    assert sorted(set(listed()) - kept()) == []


def test_every_line_says_why_and_how_long():
    unsaid = [key for key, row in listed().items() if not all(row.values())]

    assert unsaid == []


def test_every_link_to_a_person_says_what_becomes_of_it():
    user = get_user_model()
    links = {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS | OTHERS
        for field in model._meta.local_fields
        if field.related_model is user
    }
    content = {key for key, row in listed().items() if row["when the member leaves"] == "stays"}

    assert sorted(links & content) == []


@pytest.mark.parametrize("name", ["accounts.User", "people.Profile", "notifications.Notification"])
def test_the_inventory_knows_the_models_of_members(name):
    assert any(model == name for model, _ in listed())
