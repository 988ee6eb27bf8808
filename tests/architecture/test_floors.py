"""Imports, foreign keys and inheritance go downstairs, and the house is what the map says."""

import ast
import re
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from practices.models import PracticePage
from tests.architecture.sources import (
    FLOORS,
    NOT_APPS,
    NOT_YET,
    ROOT,
    contract,
    floor_of,
    goes_downstairs,
    imports_of,
    module_name,
    python_files,
)

# Wagtail declares it on every upload and points it at whatever the user model is.
WAGTAILS_OWN = {"uploaded_by_user"}


def our_models() -> list[type[models.Model]]:
    return [
        model
        for app in apps.get_app_configs()
        if floor_of(app.name) is not None
        for model in app.get_models(include_auto_created=True)
    ]


def app_of(model: type[models.Model]) -> str:
    app = apps.app_configs.get(model._meta.app_label)
    return app.name if app else model.__module__


def upstairs_relations(checked: Iterable[type[models.Model]]) -> list[str]:
    """Relations and parents of these models that lead to a floor above or to a neighbor's room."""
    return [
        f"{model._meta.label}.{name} → {target._meta.label}"
        for model in checked
        for name, target in relations(model)
        if not goes_downstairs(app_of(model), app_of(target))
    ]


def relations(model: type[models.Model]) -> Iterable[tuple[str, type[models.Model]]]:
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        if isinstance(field.related_model, type) and field.name not in WAGTAILS_OWN:
            yield field.name, field.related_model
    # Abstract parents too: what they declare, their children have.
    for base in model.__mro__[1:]:
        if isinstance(base, models.base.ModelBase) and base is not models.Model:
            yield "parent", base


def upstairs_imports(source: str, module: str) -> list[str]:
    return [
        f"{module} → {imported}"
        for imported in imports_of(ast.parse(source), module)
        if not goes_downstairs(module, imported)
    ]


def test_foreign_keys_go_downstairs():
    assert len(our_models()) > 30
    assert upstairs_relations(our_models()) == []


@isolate_apps("hub.media")
def test_a_foreign_key_upstairs_is_found():
    class Album(models.Model):
        practice = models.ForeignKey(PracticePage, models.CASCADE, related_name="+")

        class Meta:
            app_label = "media"

    assert upstairs_relations([Album]) == ["media.Album.practice → practices.PracticePage"]


@isolate_apps("forums")
def test_a_foreign_key_to_a_neighbor_on_the_same_floor_is_found():
    from hub.resources.models import ResourcePage

    class Thread(models.Model):
        about = models.ForeignKey(ResourcePage, models.CASCADE, related_name="+")

        class Meta:
            app_label = "forums"

    assert upstairs_relations([Thread]) == ["forums.Thread.about → resources.ResourcePage"]


def test_imports_go_downstairs():
    wrong = [
        step
        for path in python_files(migrations=True)
        for step in upstairs_imports(path.read_text(), module_name(path))
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("hub.core.models", "from hub.accounts.models import User"),
        ("hub.taxonomy.views", "import practices.models"),
        ("practices.models", "from casestudies.models import CaseStudyPage"),
        ("hub.policies.views", "from hub.events.models import EventPage"),
        ("hub.resources.models.relations", "from hub import search"),
        ("hub.media.models", "def later():\n    from ..core.models import BasePage"),
    ],
)
def test_an_import_upstairs_is_found(module, line):
    assert len(upstairs_imports(line, module)) == 1


def test_what_is_below_or_in_the_same_room_may_be_imported():
    source = "from .facets import Facet\nfrom hub.core.models import BasePage\nimport django"

    assert upstairs_imports(source, "hub.resources.listing") == []


def test_the_import_contract_is_the_map():
    layers = [{name.strip(" ()") for name in layer.split("|")} for layer in contract()]

    assert layers == list(FLOORS)


def test_only_what_is_not_built_yet_may_be_missing_from_the_contract():
    optional = set(re.findall(r"\(([\w.]+)\)", " ".join(contract())))

    assert optional == NOT_YET


def test_every_room_on_the_map_is_installed_and_no_other():
    on_the_map = set().union(*FLOORS) - NOT_APPS - NOT_YET
    installed = {app.name for app in apps.get_app_configs() if floor_of(app.name) is not None}
    named = {name.removesuffix(".apps.AccountsConfig") for name in settings.OUR_APPS}

    assert installed == on_the_map
    assert named == on_the_map


def test_every_folder_with_an_app_is_installed():
    folders = {
        module_name(path).removesuffix(".apps")
        for path in python_files()
        if path.name == "apps.py" and path.is_relative_to(ROOT)
    }

    assert folders == set().union(*FLOORS) - NOT_APPS - NOT_YET


def test_apps_stand_in_the_settings_from_the_roof_down():
    floors = [floor_of(name) for name in settings.OUR_APPS]

    assert floors == sorted(floors)
