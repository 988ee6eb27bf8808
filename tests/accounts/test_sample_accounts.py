import re
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from hub.accounts.actions import UnableToCreateSampleAccounts, create_sample_accounts
from hub.accounts.models import User

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GROUPS = {
    "editor@example.org": "Editors",
    "reviewer@example.org": "Reviewers",
    "clinician@example.org": "Clinical reviewers",
    "manager@example.org": "Mentor site managers",
    "moderator@example.org": "Community stewards",
    "coordinator@example.org": "Mentoring staff",
}


@pytest.fixture
def file(db, tmp_path):
    for name in GROUPS.values():
        Group.objects.get_or_create(name=name)
    return tmp_path / "sample-accounts.txt"


def roles_of(email: str) -> set[str]:
    return set(User.objects.get(email=email).groups.values_list("name", flat=True))


def test_each_sample_person_can_sign_in_with_what_the_file_says(file, client):
    create_sample_accounts(file=file, groups=GROUPS, at=NOW)

    told = dict(re.findall(r"(\S+@example\.org)\s+(\S+)", file.read_text()))
    assert len(told) == 7
    assert all(len(password) >= 20 for password in told.values())
    assert all(client.login(username=email, password=told[email]) for email in told)
    assert roles_of("editor@example.org") == {"Editors", "Members"}
    assert roles_of("practitioner@example.org") == {"Members"}


def test_only_the_owner_can_read_the_passwords(file):
    file.write_text("an older file that everyone may read")
    file.chmod(0o644)

    create_sample_accounts(file=file, groups=GROUPS, at=NOW)

    assert file.stat().st_mode & 0o777 == 0o600
    assert "older" not in file.read_text()


def test_a_second_run_changes_nothing(file):
    create_sample_accounts(file=file, groups=GROUPS, at=NOW)
    before = file.read_text()

    again = create_sample_accounts(file=file, groups=GROUPS, at=NOW)

    assert again == []
    assert file.read_text() == before


def test_where_sample_accounts_are_not_allowed_there_are_none(file, settings):
    settings.SAMPLE_ACCOUNTS_ALLOWED = False

    with pytest.raises(UnableToCreateSampleAccounts, match="do not allow them"):
        create_sample_accounts(file=file, groups=GROUPS, at=NOW)

    assert not User.objects.exists()
    assert not file.exists()


def test_without_its_group_no_sample_account_is_made(file):
    Group.objects.filter(name="Editors").delete()

    with pytest.raises(UnableToCreateSampleAccounts, match="run load_content first"):
        create_sample_accounts(file=file, groups=GROUPS, at=NOW)

    assert not file.exists()


def test_the_command_speaks_once(file, settings):
    settings.VAR_DIR = file.parent
    first, second = StringIO(), StringIO()

    call_command("create_sample_accounts", stdout=first)
    call_command("create_sample_accounts", stdout=second)

    assert first.getvalue().startswith("7 sample accounts made")
    assert second.getvalue() == ""


def test_the_command_says_in_a_sentence_why_not(file, settings):
    settings.SAMPLE_ACCOUNTS_ALLOWED = False
    said = StringIO()

    with pytest.raises(SystemExit):
        call_command("create_sample_accounts", stderr=said)

    assert said.getvalue().startswith("Sample accounts are only for trying the hub")
