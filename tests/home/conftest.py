import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from hub.home.actions import load_content
from hub.home.loading.reading import FOLDER
from tests.factories import remove_all_pages
from tests.home.content_files import LOADED_AT


def say_nothing(text: str) -> None:
    pass


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """All content in the database, around each test's own transaction; gone after the module."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        remove_all_pages()
        yield load_content(at=LOADED_AT, report=say_nothing)
        transaction.set_rollback(True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "content"))


@pytest.fixture
def load(loaded, db, folder):
    def load_again(**options):
        return load_content(
            at=LOADED_AT + timedelta(days=30), report=say_nothing, folder=folder, **options
        )

    return load_again
